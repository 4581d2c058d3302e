import { targets } from '../harness/targets/target.ts'
import { askHalf } from './asked.ts'

askHalf(1, targets)
