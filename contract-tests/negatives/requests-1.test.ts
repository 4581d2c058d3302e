import { askHalf } from './asked.ts'

askHalf(0)
