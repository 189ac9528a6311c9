import type { Role } from '../../api/types.ts'

/** All roles, the smallest first. */
export const roles: readonly Role[] = ['person', 'help-desk', 'administrator']
