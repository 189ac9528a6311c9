declare module 'notp' {
  const notp: {
    totp: {
      verify(code: string, key: string, options: { window: number }): { delta: number } | null
    }
  }
  export default notp
}

declare module 'speakeasy' {
  const speakeasy: {
    totp: {
      verify(options: {
        secret: string | Buffer
        encoding?: 'ascii' | 'hex' | 'base32'
        token: string
        window: number
      }): boolean
    }
  }
  export default speakeasy
}
