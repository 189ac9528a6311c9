/** So many of something: `1 account`, `2 accounts`. `many`: where no -s will do. */
export function amount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
