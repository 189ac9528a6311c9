/** A name of the schema as SQL takes it. Both databases quote alike. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function listed(names: readonly string[]): string {
  return names.map(quoted).join(', ')
}
