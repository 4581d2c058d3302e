// Pages that go on to an app by themselves are opened by whatever the app opens: programs' own browsers may know no modules.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ownLook } from '../../server/pages/layout.ts'
import { messagePage } from '../../server/pages/message.ts'

it.each(['form-post.js', 'signed-out.js'])('%s runs where no modules do', (name) => {
  const title = ownLook.say('one_moment')
  const page = messagePage({ look: ownLook, title, text: title, tone: 'neutral', scripts: [name] })
  expect(page).toContain(`<script defer src="/assets/${name}"></script>`)
  expect(page).not.toContain('type="module"')
  const script = readFileSync(join(import.meta.dirname, '../../server/pages/assets', name), 'utf8')
  expect(script).not.toMatch(/^\s*(import|export|await)\b|\bimport\(/m)
})
