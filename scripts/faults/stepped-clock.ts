// Loaded before the service: its clock is as many ms ahead as a file says, which is read again at each SIGUSR2.
import { existsSync, readFileSync } from 'node:fs'

const file = process.env.FAULTS_CLOCK ?? ''
const real = Date.now
const read = () => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0)
let ahead = read()
Date.now = () => real() + ahead
process.on('SIGUSR2', () => void (ahead = read()))
