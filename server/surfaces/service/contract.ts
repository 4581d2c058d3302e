import { pagePolicy } from '../../pages/content-security.ts'
import { docsPage } from '../../pages/docs.ts'
import { cached } from '../cached.ts'
import type { Handle, Wire } from '../handle.ts'

export const getContract: Handle<'service.getContract'> = async ({ headers }, ctx) =>
  cached(ctx, ctx.contract.document as Wire['ContractDocument'], headers['if-none-match'], {
    etag: ctx.contract.etag,
  })

export const showDocs: Handle<'service.showDocs'> = async (_request, ctx) => ({
  status: 200,
  headers: { 'Content-Security-Policy': pagePolicy() },
  body: docsPage({ title: 'API reference', sandbox: ctx.sandbox !== null }),
})
