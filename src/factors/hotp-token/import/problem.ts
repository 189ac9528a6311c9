/** Why something in a file cannot be brought in, and what helps. It names the place and never the secret. */
export interface Problem {
  readonly where: string
  readonly reason: string
  readonly remedy: string
}
