import { PrismaPg } from '@prisma/adapter-pg'
import type { HostUsers } from '../../src/index.ts'
import { PrismaClient } from './generated/client.ts'

interface Passwords {
  readonly verifyHash: (hash: string, password: string) => Promise<boolean>
  readonly hashOfNobody: string
}

/** A program that keeps its users by Prisma. */
export function openByPrisma(url: string, { verifyHash, hashOfNobody }: Passwords) {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) })

  async function hashOf(id = ''): Promise<string | undefined> {
    return (await prisma.user.findUnique({ where: { id }, select: { hash: true } }))?.hash
  }

  const users: HostUsers = {
    all: () => prisma.user.findMany(),
    find: async (id) => (await prisma.user.findUnique({ where: { id } })) ?? undefined,
    checkPassword: async (id, password) => verifyHash((await hashOf(id)) ?? hashOfNobody, password),
  }
  return { users, close: () => prisma.$disconnect() }
}
