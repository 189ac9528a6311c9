import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/** Stands in for the users that your application has. */
const users = new Map([['ana', withPassword('harbour lantern 42')]])

function withPassword(password) {
  const salt = randomBytes(16)
  return { salt, hash: scryptSync(password, salt, 32) }
}

export function checkPassword(name, password) {
  const { salt, hash } = users.get(name) ?? withPassword('nobody has this')
  const right = timingSafeEqual(scryptSync(password, salt, 32), hash)
  return users.has(name) && right
}
