import assert from 'node:assert/strict'
import { it } from 'node:test'
import { replaceSection } from './report.ts'

it('a section takes the place of its former one and leaves the others alone', () => {
  const page = '# Performance\n\nIntroduction.\n\n## otp\n\nold\n\n## qr\n\nkept\n'
  assert.equal(
    replaceSection(page, 'otp', '## otp\n\nnew\n'),
    '# Performance\n\nIntroduction.\n\n## otp\n\nnew\n\n## qr\n\nkept\n',
  )
})

it('a first section is put at the end', () => {
  assert.equal(
    replaceSection('# Performance\n', 'otp', '## otp\n\nnew\n'),
    '# Performance\n\n## otp\n\nnew\n',
  )
})
