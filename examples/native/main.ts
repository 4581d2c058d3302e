// The app by hand: `node main.ts` prints the address to open; paste the one that the browser was sent to.
import { createInterface } from 'node:readline/promises'
import { finishSignIn, startSignIn, whoIs } from './sign-in.ts'

const app = { url: process.env.COUNTERSIGN_URL || 'http://localhost:3000', clientId: 'cid_inbox_manager' }
const started = startSignIn(app)
console.log(`Open this in a browser:\n\n${started.url}\n`)
const terminal = createInterface({ input: process.stdin, output: process.stdout })
const address = await terminal.question('The browser was sent to: ')
terminal.close()
console.log(`Signed in as ${await whoIs(app, await finishSignIn(app, started, address.trim()))}`)
