// One contender, in a process of its own: node bench/contender.ts KIND [OPERATIONS PORT]. It loads only what it needs,
// so that its memory and its start are its own.

const [kind = '', count = '', port = ''] = process.argv.slice(2)

const serve = async (answers: 'declared' | 'anything', level: 'info' | 'silent') => {
  const { servePipeline } = await import('./pipeline.ts')
  await servePipeline({ operations: Number(count), answers, level }, Number(port))
}

const kinds: Record<string, () => Promise<unknown>> = {
  express: async () => (await import('./bare-express.ts')).serveBareExpress(Number(count), Number(port)),
  requests: () => serve('anything', 'silent'),
  both: () => serve('declared', 'silent'),
  logged: () => serve('declared', 'info'),
  argon2id: async () => (await import('./raw-rates.ts')).answerHashRates(),
  commits: async () => (await import('./raw-rates.ts')).answerCommitRates(),
}

const start = kinds[kind]
if (!start) throw new Error(`There is no contender "${kind}".`)
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
await start()
