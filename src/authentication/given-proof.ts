/** A proof as a door hands it on: for one authenticator, or for whichever of a factor it fits. */
export interface GivenProof {
  readonly factor?: string | undefined
  readonly authenticatorId?: string | undefined
  readonly proof: unknown
}
