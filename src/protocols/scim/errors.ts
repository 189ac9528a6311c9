/** The keywords of RFC 7644 §3.12 that we use. */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'
  | 'tooMany'
  | 'uniqueness'

/** A refusal in the words of the protocol. */
export class ScimError extends Error {
  readonly status: number
  readonly scimType: ScimType | undefined

  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail)
    this.name = 'ScimError'
    this.status = status
    this.scimType = scimType
  }
}

export const invalidFilter = () => new ScimError(400, 'This filter cannot be read.', 'invalidFilter')
export const invalidPath = () => new ScimError(400, 'This path cannot be read.', 'invalidPath')
export const invalidSyntax = (detail: string) => new ScimError(400, detail, 'invalidSyntax')
export const invalidValue = (detail: string) => new ScimError(400, detail, 'invalidValue')
export const readOnly = (name: string) => new ScimError(400, `${name} is ours to set.`, 'mutability')
export const noTarget = () => new ScimError(400, 'Nothing is where this path points to.', 'noTarget')
export const notFound = () => new ScimError(404, 'There is no such resource.')
export const stale = () => new ScimError(412, 'It has changed since.')
export const keyRequired = () => new ScimError(401, 'This needs a valid API key with the scope provisioning.')
export const scopeRequired = () => new ScimError(403, 'This key has not the scope provisioning.')
