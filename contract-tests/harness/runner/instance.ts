// Which instance of the server this worker asks, said before anything reads it: no case may empty the world of another one.
import { readInstances } from '../targets/instances.ts'

const mine = readInstances(process.env)[Number(process.env.VITEST_POOL_ID) - 1]
if (mine) Object.assign(process.env, { TARGET_URL: mine.url, CONFORM_PUBLIC_URL: mine.publicUrl })
