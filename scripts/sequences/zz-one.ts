import { throwRound } from './run.ts'
import { startServer } from './server.ts'
const surfaces = ['account', 'app', 'platform', 'project'] as const
const server = await startServer()
const r = await throwRound(server, {
  seed: Number(process.argv[2]),
  lanes: Number(process.argv[3]),
  length: 150,
  surfaces,
})
console.log(r.finding)
if (r.finding) for (const s of r.steps[r.finding.lane]!) console.log(JSON.stringify(s))
await server.close()
process.exit(0)
