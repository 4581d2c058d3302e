import { Failure } from '../../model/failure.ts'
import { listGuides as textOf, readGuides } from '../../pages/guides.ts'
import type { Handle } from '../handle.ts'

export const listGuides: Handle<'service.listGuides'> = async (_request, ctx) => ({
  status: 200,
  body: textOf([...readGuides().values()], ctx.config.publicUrl),
})

export const getGuide: Handle<'service.getGuide'> = async ({ path }) => {
  const guide = readGuides().get(path.guide)
  if (!guide) throw new Failure('guide_not_found')
  return { status: 200, body: guide.text }
}
