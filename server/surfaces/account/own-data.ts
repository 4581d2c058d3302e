import type { Handle } from '../handle.ts'
import { toDataFile } from '../own-data-file.ts'

export const exportData: Handle<'account.exportData'> = (_request, ctx) => toDataFile(ctx)
