import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { serverCodeInPages } from './architecture/browser.ts'
import { importCircles } from './architecture/circles.ts'
import { strangersThatNameFactors } from './architecture/factor-names.ts'
import { brokenRules } from './architecture/layers.ts'
import { dependencyNames, productionSources, root, source } from './architecture/sources.ts'
import { loadedTooEarly, packagesLoaded } from './architecture/start.ts'
import { sharedTables, strayedSql } from './architecture/tables.ts'

const sources = productionSources()

test('imports go down only, and through the index of a module', () => {
  none(sources.flatMap(brokenRules))
})

test('nothing of the server goes to the browser', () => {
  none(serverCodeInPages(sources))
})

test('no file imports itself by way of others', () => {
  none(importCircles(sources))
})

test('a start loads nothing that is for those alone who use it', () => {
  none(loadedTooEarly(sources, ['src/server/main.ts', 'src/cli/main.ts', 'src/index.ts']))
})

test('the thread that writes to SQLite loads our own few lines and no package: each start waits for it', () => {
  none(packagesLoaded(sources, ['src/storage/sqlite/worker.ts', 'src/audit/lane.ts']))
})

test('what is imported at run time is among the dependencies', () => {
  const server = dependencyNames('package.json', { dev: false })
  const pages = dependencyNames('package.json', { dev: true })
  const client = dependencyNames('packages/client/package.json', { dev: false })
  none(
    sources.flatMap(({ path, imports }) => {
      const known = path.startsWith('packages/client/') ? client : /(^|\/)web\//.test(path) ? pages : server
      const foreign = imports.filter(
        ({ specifier, typesOnly }) => !typesOnly && !/^(\.|node:)/.test(specifier),
      )
      const unknown = foreign.filter(({ specifier }) => !known.has(packageOf(specifier)))
      return unknown.map(
        ({ line, specifier }) => `${path}:${line} imports ${specifier}: not among the dependencies`,
      )
    }),
  )
})

test('no file or folder is a drawer for odds and ends', () => {
  const everything = globSync('{src,web,packages,build,bin,test,bench,docs}/**', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(path),
  })
  const drawer = /(^|[/-])(utils?|helpers?|managers?)(\.|\/|$)|(^|\/)(common|misc)(\.|\/|$)/i
  none(everything.filter((path) => drawer.test(path)).map((path) => `${path}: find the noun`))
})

test('nothing outside the factors tells them apart', () => {
  const others = sources.filter(({ path }) => !path.startsWith('src/factors/'))
  none(
    others
      .filter(({ code }) => /\bswitch\s*\([^)]*factor/i.test(code))
      .map(({ path }) => `${path}: switch (factor`),
  )
  none(strangersThatNameFactors(sources))
})

test('the SQL of a table stands in one module', () => {
  none(strayedSql(sources))
  none(sharedTables(sources))
})

test('no hook runs around each test of other files: where processes are shared it stands inside a part', () => {
  const files = globSync('{src,test,packages,build,demo,web}/**/*.test.ts', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist|e2e)(\/|$)/.test(path),
  })
  assert.ok(files.length > 300)
  const hook = /^(beforeEach|afterEach)\(/m
  none(files.filter((path) => hook.test(readFileSync(join(root, path), 'utf8'))))
})

test('the rules catch what they forbid', () => {
  const caught = (path: string, line: string) => brokenRules(source(path, line)).length > 0
  assert.ok(caught('src/policy/decide.ts', "import { issue } from '../sessions/index.ts'"), 'to the left')
  assert.ok(
    caught('src/sessions/issue.ts', "import type { Facts } from '../policy/facts.ts'"),
    'past the index',
  )
  assert.ok(caught('src/kernel/ids.ts', "import { open } from '../storage/index.ts'"), 'upwards')
  assert.ok(caught('src/factors/totp/verify.ts', "export * from '../password/index.ts'"), 'another factor')
  assert.ok(caught('src/protocols/oidc/index.ts', "await import('../saml/index.ts')"), 'another protocol')
  assert.ok(
    caught('src/accounts/find.ts', "import { asFactor } from '../factors/factor.ts'"),
    'more than types',
  )
  assert.ok(caught('web/kit/start.tsx', "import { readFileSync } from 'node:fs'"), 'not for the browser')
  assert.ok(caught('src/factors/totp/web/enrol.tsx', "import { enrol } from '../enrol.ts'"), 'server code')
  assert.ok(caught('packages/otp/src/totp.ts', "import 'node:crypto'"), 'a dependency')
  assert.ok(caught('src/tools/a.ts', ''), 'unknown folder')
  assert.ok(!caught('src/accounts/find.ts', "import type { Factor } from '../factors/factor.ts'"))
  assert.ok(!caught('src/sessions/issue.ts', "import {\n  decide,\n} from '../policy/index.ts' // fine"))
  assert.ok(!caught('src/kernel/ids.ts', "// import '../storage/index.ts'"))
  assert.ok(!caught('src/factors/totp/verify.ts', "import { totp } from '@sallyport/otp'"))
  assert.ok(!caught('src/factors/totp/web/enrol.tsx', "import { options } from '../schema.ts'"))
})

function packageOf(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

function none(violations: readonly string[]): void {
  assert.ok(violations.length === 0, `\n${violations.join('\n')}`)
}
