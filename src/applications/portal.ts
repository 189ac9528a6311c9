import type { Id } from '../kernel/ids.ts'

/** The id of our own portal and console: the same in each installation, seeded by migration. */
export const portalId = '00000000000000000000000000000001' as Id<'application'>
