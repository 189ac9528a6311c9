/**
 * `npm run soak [-- --steps=1000000 --seed=1]`: the full sizes of what `npm test` does in small. Prints progress, and
 * writes what it found to docs/reference/soak.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ModelResult, soakModel } from './model.ts'

const page = join(import.meta.dirname, '../../docs/reference/soak.md')

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const model = await soakModel(Number(values.steps), Number(values.seed), (steps, runs) => {
  if (runs % 10 === 0) console.log(`model: ${steps} steps in ${runs} runs`)
})
mkdirSync(dirname(page), { recursive: true })
writeFileSync(page, pageOf(model))
console.log(lineOf(model))
process.exitCode = model.failure === undefined ? 0 : 1

function pageOf(result: ModelResult): string {
  return [
    '# Results of the long runs',
    '',
    'Written by `npm run soak`.',
    '',
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores.`,
    '',
    '## Model (F-32)',
    '',
    'Random sign-ins, guesses, retries, enrolments, crashes and clock jumps over the engine on SQLite, compared with a',
    'reference that counts: G1, G2, G3, G7, G14 and R3.',
    '',
    lineOf(result),
    '',
  ].join('\n')
}

function lineOf({ seed, runs, steps, seconds, failure }: ModelResult): string {
  const found = failure === undefined ? 'No invariant broke.' : `Broken: ${failure}.`
  return `${steps} steps in ${runs} runs from seed ${seed}, ${seconds.toFixed(0)} s. ${found}`
}
