import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const entry = pathToFileURL(join(import.meta.dirname, 'index.ts')).href

/** Turns `expression // → value` into an assertion that the one is the other. */
function assertable(example: string): string {
  return example.replaceAll(/^( *)(.+?) \/\/ → (.+)$/gm, '$1assert.deepEqual($2, $3)')
}

describe('the examples of the README are true', () => {
  const sections = readme.split(/^## /m).slice(1)
  for (const section of sections) {
    const title = section.slice(0, section.indexOf('\n'))
    for (const [, example = ''] of section.matchAll(/```ts\n(.*?)```/gs)) {
      it(title, async () => {
        const code = assertable(example)
        assert.match(code, /assert\.deepEqual/)
        const module = `import assert from 'node:assert/strict'\n${code.replaceAll("'@sallyport/otp'", JSON.stringify(entry))}`
        await import(`data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(module))}`)
      })
    }
  }
})
