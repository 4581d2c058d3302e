import type { TimeLimits } from '../server/storage/time-limits.ts'

/** Of tests that are about something else: on a busy machine a database that works may take longer than the service waits. */
export const patientLimits: TimeLimits = {
  connectMs: 60_000,
  statementMs: 60_000,
  silence: { listenMs: 60_000, probeMs: 60_000 },
}
