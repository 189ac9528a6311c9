/** `node migrate.fixture.ts DATABASE [hang]`: migrates and prints how many steps that took, or stops half-way. */
import { bookMigrations } from './books.fixture.ts'
import { type Migration, migrateStorage } from './index.ts'

const [database = '', how] = process.argv.slice(2)

const hanging: Migration = {
  name: '209901010001_test_hang',
  up: () => {
    process.stdout.write('half-way\n')
    setInterval(() => undefined, 1_000)
    return Promise.withResolvers<void>().promise
  },
}

const migrations = how === 'hang' ? [...bookMigrations, hanging] : bookMigrations
const applied = await migrateStorage({ database, migrations })
process.stdout.write(`${applied.length}\n`)
