import { type ToldAttributes, typedAttributes } from '../accounts/index.ts'
import { parseWith } from '../kernel/parse.ts'

/** `department: finance, treasury`, one attribute a line. */
export function attributeLines(attributes: ToldAttributes): readonly string[] {
  return Object.entries(attributes).map(
    ([name, values]) => `${name}: ${values.length === 0 ? 'none' : values.join(', ')}`,
  )
}

/** What is told after `name=value` was: of each name all its values; one without a value is known to have none. */
export function attributesWith(
  before: ToldAttributes,
  { told, forgotten }: { readonly told: readonly string[]; readonly forgotten: readonly string[] },
): ToldAttributes {
  const pairs = told.map((text) => {
    const at = text.indexOf('=')
    return { name: text.slice(0, at).trim().toLowerCase(), value: text.slice(at + 1).trim() }
  })
  const gone = new Set([
    ...forgotten.map((name) => name.trim().toLowerCase()),
    ...pairs.map(({ name }) => name),
  ])
  const kept = Object.entries(before).filter(([name]) => !gone.has(name))
  const named = Map.groupBy(pairs, ({ name }) => name)
  const added = [...named].map(([name, all]) => [
    name,
    all.flatMap(({ value }) => (value === '' ? [] : [value])),
  ])
  return parseWith(typedAttributes, Object.fromEntries([...kept, ...added]), '--attribute')
}
