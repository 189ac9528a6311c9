type Attributes = Readonly<Record<string, readonly string[]>>

/** `department: Finance, Treasury`, one attribute a line. */
export function linesOf(attributes: Attributes | undefined): readonly string[] {
  return Object.entries(attributes ?? {}).map(([name, values]) => `${name}: ${values.join(', ')}`)
}

/** What is not finished yet stands there with no value; the server says so if it stays like that. */
export function attributesIn(lines: readonly string[]): Attributes {
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...rest] = line.split(':')
      const values = rest
        .join(':')
        .split(',')
        .map((value) => value.trim())
      return [name.trim(), values.filter((value) => value !== '')]
    }),
  )
}
