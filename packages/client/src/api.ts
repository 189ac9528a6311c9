/* Written by `npm run docs` from the routes of the server. */

/** What each route takes and gives. */
export interface Api {
  'POST /verify': {
    readonly body: {
      readonly account: string
      readonly code?: string | undefined
      readonly password?: string | undefined
      /** Both as they were typed into one field, the code at the end; in the place of the two. */
      readonly passwordAndCode?: string | undefined
      readonly factor?: string | undefined
      /** The application has judged the first factor itself; needs the scope. */
      readonly vouched?: boolean | undefined
    }
    readonly answer:
      | {
          readonly accepted: true
          readonly completionId: string
          readonly accountId: string
          readonly authenticatorId: string
          readonly factor: string
          readonly assurance: number
        }
      | {
          readonly accepted: false
          /** `password.renew`: all was right, and the password has to be changed first, at a sign-in of our own pages. */
          readonly reason: 'refused' | 'throttled' | 'password.renew'
          /** What to tell whoever is asking, with `password.renew`. */
          readonly text?: string | undefined
          /** Seconds. */
          readonly retryAfter?: number | undefined
        }
  }
  'POST /attempts': {
    readonly body: {
      /** Left out where a passkey or a card is to say whose sign-in it is. */
      readonly account?: string | undefined
      /** The application has judged the first factor itself; needs the scope. */
      readonly vouched?: boolean | undefined
      /** Of the way from an application to our pages, as the address of the page has it. */
      readonly referral?: string | undefined
      /** What the account is to approve, field by field; for applications. It signs nobody in. */
      readonly transaction?: Readonly<Record<string, string>> | undefined
    }
    readonly answer: {
      readonly id: string
      readonly purpose: 'sign-in' | 'step-up' | 'set-up' | 'transaction'
      /** `renewing`: all is shown, and what `renew` names must be replaced before anything comes of it. `recovered`: enough to replace what was lost, not to be signed in. `denied`: a rule lets nobody in here now; `because` says which. */
      readonly state:
        | 'proving'
        | 'enrolling'
        | 'renewing'
        | 'satisfied'
        | 'recovered'
        | 'denied'
        | 'completed'
      /** Epoch milliseconds. */
      readonly expiresAt: number
      readonly account: {
        readonly name: string
      }
      readonly application: {
        readonly id: string
        readonly name: string
      }
      /** What is to be approved; show all of it, in this order. */
      readonly transaction?: Readonly<Record<string, string>> | undefined
      /** The factor in whose place a mailed link stands: `recover` is all that comes of it. */
      readonly forgotten?: string | undefined
      readonly proved: readonly {
        readonly factor: string
      }[]
      readonly options: readonly {
        readonly factor: string
        readonly role: 'factor' | 'recovery'
        readonly speaksFirst: boolean
        readonly authenticatorId?: string | undefined
        readonly label?: string | undefined
        readonly lastUsed?: true | undefined
        readonly describe?: Readonly<Record<string, string | number | boolean>> | undefined
      }[]
      readonly withheld: readonly {
        readonly factor: string
        readonly label: string
        readonly reason: string
        readonly text: string
      }[]
      readonly enrol?: {
        readonly required: true
        readonly factors: readonly string[]
        /** It may wait: complete with `putOff`. */
        readonly putOff?: {
          /** When it cannot wait any longer; absent: no date ends it. */
          readonly until?: number | undefined
          /** How often it may still be put off; absent: no number ends it. */
          readonly left?: number | undefined
        }
      }
      /** What must be replaced by another one, by `POST /attempts/current/renewal`. */
      readonly renew?: {
        readonly factor: string
      }
      readonly because: readonly {
        readonly id: string
        readonly text: string
        /** What an exception leaves out, and until when. */
        readonly exception?: {
          readonly demands: readonly string[]
          /** Epoch milliseconds. */
          readonly until: number
        }
      }[]
      /** Milliseconds for which no second factor need be shown at this browser, where its owner asks for it. */
      readonly remembers?: number | undefined
      readonly notices: readonly {
        readonly factor: string
        readonly id: string
        readonly text: string
        readonly values: Readonly<Record<string, string | number>>
      }[]
      /** For applications only; shown once. */
      readonly secret?: string | undefined
      readonly completionId?: string | undefined
      readonly session?: {
        readonly id: string
        readonly account: {
          readonly id: string
          readonly name: string
          readonly role: 'person' | 'help-desk' | 'administrator'
        }
        readonly application: {
          readonly id: string
          readonly name: string
        }
        readonly assurance: number
        readonly factors: readonly string[]
        /** A remembered browser stood in for the second factor. */
        readonly remembered?: true | undefined
        /** Epoch milliseconds. */
        readonly authenticatedAt: number
        /** Epoch milliseconds. */
        readonly issuedAt: number
        /** Epoch milliseconds. */
        readonly lastSeenAt: number
        /** Epoch milliseconds. */
        readonly expiresAt: number
        readonly current: boolean
        readonly source?: string | undefined
        readonly userAgent?: string | undefined
      }
      /** The session, for applications only; shown once. */
      readonly token?: string | undefined
    }
  }
  'GET /attempts/{attempt}': {
    readonly body: undefined
    readonly answer: Api['POST /attempts']['answer']
  }
  'POST /attempts/{attempt}/proofs': {
    readonly body: {
      readonly proofs: readonly {
        /** May be left out where an authenticator is named, or where the proofs of one factor alone look so. */
        readonly factor?: string | undefined
        readonly authenticatorId?: string | undefined
        readonly proof: unknown
      }[]
      readonly complete?: boolean | undefined
      readonly rememberDevice?: boolean | undefined
      /** Ask for no second factor at this browser for a while, where `remembers` offers it. */
      readonly rememberBrowser?: boolean | undefined
      /** Put off what has to be set up, where `enrol.putOff` says that it may wait. It is counted. */
      readonly putOff?: boolean | undefined
    }
    readonly answer: Api['POST /attempts']['answer']
  }
  'POST /attempts/{attempt}/challenges': {
    readonly body: {
      readonly factor: string
      readonly authenticatorId?: string | undefined
      /** What the person chooses, where the factor asks: a provider. */
      readonly options?: unknown
    }
    readonly answer: {
      readonly challengeId: string
      /** Shown once; what is in it depends on the factor. */
      readonly show: Readonly<Record<string, unknown>>
      /** Epoch milliseconds. */
      readonly expiresAt: number
    }
  }
  'GET /attempts/{attempt}/challenges/{factor}': {
    readonly body: undefined
    readonly answer: {
      /** `answered`: prove with it · `over`: ask anew. */
      readonly state: 'open' | 'answered' | 'over'
    }
  }
  'POST /attempts/{attempt}/complete': {
    readonly body: {
      readonly rememberDevice?: boolean | undefined
      /** Ask for no second factor at this browser for a while, where `remembers` offers it. */
      readonly rememberBrowser?: boolean | undefined
      /** Put off what has to be set up, where `enrol.putOff` says that it may wait. It is counted. */
      readonly putOff?: boolean | undefined
    }
    readonly answer: Api['POST /attempts']['answer']
  }
  'POST /authenticators': {
    readonly body: {
      readonly factor: string
      readonly label?: string | undefined
      readonly options?: unknown
    }
    readonly answer: {
      readonly id: string
      readonly factor: string
      readonly label: string
      readonly status: 'pending'
      readonly confirms: boolean
      /** Shown once; what is in it depends on the factor. */
      readonly show: Readonly<Record<string, unknown>>
      /** Epoch milliseconds. */
      readonly expiresAt?: number | undefined
    }
  }
  'POST /authenticators/{id}/confirm': {
    readonly body: {
      readonly answer: unknown
    }
    readonly answer: {
      readonly authenticator: {
        readonly id: string
        readonly factor: string
        readonly role: 'factor' | 'recovery'
        readonly label: string
        readonly status: 'pending' | 'active' | 'disabled' | 'suspended' | 'lost' | 'expired'
        readonly applicationId?: string | undefined
        /** Epoch milliseconds. */
        readonly createdAt: number
        /** Epoch milliseconds. */
        readonly lastUsedAt?: number | undefined
        /** Epoch milliseconds. */
        readonly expiresAt?: number | undefined
        /** Time to add the next one; this one is thought to be good until then. */
        readonly endsSoon?: number | undefined
        readonly describe: Readonly<Record<string, string | number | boolean>>
        readonly operations: readonly string[]
        readonly etag: string
      }
      /** Shown once; what is in it depends on the factor. */
      readonly show?: Readonly<Record<string, unknown>> | undefined
      /** Shown once; what is in it depends on the factor. */
      readonly recovery?: Readonly<Record<string, unknown>> | undefined
      readonly attempt?: {
        readonly id: string
        readonly purpose: 'sign-in' | 'step-up' | 'set-up' | 'transaction'
        /** `renewing`: all is shown, and what `renew` names must be replaced before anything comes of it. `recovered`: enough to replace what was lost, not to be signed in. `denied`: a rule lets nobody in here now; `because` says which. */
        readonly state:
          | 'proving'
          | 'enrolling'
          | 'renewing'
          | 'satisfied'
          | 'recovered'
          | 'denied'
          | 'completed'
        /** Epoch milliseconds. */
        readonly expiresAt: number
        readonly account: {
          readonly name: string
        }
        readonly application: {
          readonly id: string
          readonly name: string
        }
        /** What is to be approved; show all of it, in this order. */
        readonly transaction?: Readonly<Record<string, string>> | undefined
        /** The factor in whose place a mailed link stands: `recover` is all that comes of it. */
        readonly forgotten?: string | undefined
        readonly proved: readonly {
          readonly factor: string
        }[]
        readonly options: readonly {
          readonly factor: string
          readonly role: 'factor' | 'recovery'
          readonly speaksFirst: boolean
          readonly authenticatorId?: string | undefined
          readonly label?: string | undefined
          readonly lastUsed?: true | undefined
          readonly describe?: Readonly<Record<string, string | number | boolean>> | undefined
        }[]
        readonly withheld: readonly {
          readonly factor: string
          readonly label: string
          readonly reason: string
          readonly text: string
        }[]
        readonly enrol?: {
          readonly required: true
          readonly factors: readonly string[]
          /** It may wait: complete with `putOff`. */
          readonly putOff?: {
            /** When it cannot wait any longer; absent: no date ends it. */
            readonly until?: number | undefined
            /** How often it may still be put off; absent: no number ends it. */
            readonly left?: number | undefined
          }
        }
        /** What must be replaced by another one, by `POST /attempts/current/renewal`. */
        readonly renew?: {
          readonly factor: string
        }
        readonly because: readonly {
          readonly id: string
          readonly text: string
          /** What an exception leaves out, and until when. */
          readonly exception?: {
            readonly demands: readonly string[]
            /** Epoch milliseconds. */
            readonly until: number
          }
        }[]
        /** Milliseconds for which no second factor need be shown at this browser, where its owner asks for it. */
        readonly remembers?: number | undefined
        readonly notices: readonly {
          readonly factor: string
          readonly id: string
          readonly text: string
          readonly values: Readonly<Record<string, string | number>>
        }[]
        /** For applications only; shown once. */
        readonly secret?: string | undefined
        readonly completionId?: string | undefined
        readonly session?: {
          readonly id: string
          readonly account: {
            readonly id: string
            readonly name: string
            readonly role: 'person' | 'help-desk' | 'administrator'
          }
          readonly application: {
            readonly id: string
            readonly name: string
          }
          readonly assurance: number
          readonly factors: readonly string[]
          /** A remembered browser stood in for the second factor. */
          readonly remembered?: true | undefined
          /** Epoch milliseconds. */
          readonly authenticatedAt: number
          /** Epoch milliseconds. */
          readonly issuedAt: number
          /** Epoch milliseconds. */
          readonly lastSeenAt: number
          /** Epoch milliseconds. */
          readonly expiresAt: number
          readonly current: boolean
          readonly source?: string | undefined
          readonly userAgent?: string | undefined
        }
        /** The session, for applications only; shown once. */
        readonly token?: string | undefined
      }
    }
  }
  'POST /sessions/introspect': {
    readonly body: {
      readonly token: string
      /** Seconds that its proofs may be old for what is asked for here. */
      readonly maxAge?: number | undefined
      /** What is asked for here must be worth. */
      readonly assurance?: 1 | 2 | 3 | undefined
    }
    readonly answer: {
      readonly id: string
      readonly account: {
        readonly id: string
        readonly name: string
        readonly role: 'person' | 'help-desk' | 'administrator'
      }
      readonly application: {
        readonly id: string
        readonly name: string
      }
      readonly assurance: number
      readonly factors: readonly string[]
      /** A remembered browser stood in for the second factor. */
      readonly remembered?: true | undefined
      /** Epoch milliseconds. */
      readonly authenticatedAt: number
      /** Epoch milliseconds. */
      readonly issuedAt: number
      /** Epoch milliseconds. */
      readonly lastSeenAt: number
      /** Epoch milliseconds. */
      readonly expiresAt: number
      readonly current: boolean
      readonly source?: string | undefined
      readonly userAgent?: string | undefined
    }
  }
  'POST /sessions/step-up': {
    readonly body: {
      readonly token: string
    }
    readonly answer: Api['POST /attempts']['answer']
  }
  'POST /referrals': {
    readonly body: {
      /** One of the addresses that are set for the application. */
      readonly returnTo: string
      /** Whose sign-in it has to be; our pages ask where it is left out. */
      readonly account?: string | undefined
      /** The application has judged the first factor itself; needs the scope. */
      readonly vouched?: boolean | undefined
      /** More than policy asks for anyway. */
      readonly wishes?: {
        /** 2: two kinds of factors · 3: attested hardware. */
        readonly assurance?: 2 | 3 | undefined
        /** Seconds that proofs may be old. */
        readonly maxAge?: number | undefined
        /** One proof at least must be of what cannot be phished. */
        readonly phishingResistant?: boolean | undefined
        /** To prove anew, however fresh a sign-in is. */
        readonly anew?: boolean | undefined
      }
      /** Comes back with the code when that is redeemed; the browser does not see it. */
      readonly state?: string | undefined
      /** What the browser has from an earlier way; else it gets one. */
      readonly browser?: string | undefined
    }
    readonly answer: {
      /** Where to send the browser. */
      readonly url: string
      /** For the application to keep at this browser: the code is worth nothing without. */
      readonly browser: string
      /** Epoch milliseconds. */
      readonly expiresAt: number
    }
  }
  'POST /referrals/redeem': {
    readonly body: {
      readonly code: string
      /** Kept by the application at one browser, in a cookie or session of its own, and never in an address. */
      readonly browser: string
      /** The address whence the person comes, as the application sees it; unknown, rules about places demand. */
      readonly source?: string | undefined
    }
    readonly answer: {
      readonly admission: {
        readonly id: string
        readonly account: {
          readonly id: string
          readonly name: string
        }
        readonly assurance: number
        readonly factors: readonly string[]
        /** RFC 8176. */
        readonly amr: readonly string[]
        readonly phishingResistant: boolean
        readonly userVerified: boolean
        /** Epoch milliseconds. */
        readonly authenticatedAt: number
        /** Epoch milliseconds. */
        readonly admittedAt: number
        /** Epoch milliseconds. */
        readonly expiresAt: number
      }
      readonly state?: string | undefined
    }
  }
  'GET /admissions/{id}': {
    readonly body: undefined
    readonly answer: {
      readonly id: string
      readonly account: {
        readonly id: string
        readonly name: string
      }
      readonly assurance: number
      readonly factors: readonly string[]
      /** RFC 8176. */
      readonly amr: readonly string[]
      readonly phishingResistant: boolean
      readonly userVerified: boolean
      /** Epoch milliseconds. */
      readonly authenticatedAt: number
      /** Epoch milliseconds. */
      readonly admittedAt: number
      /** Epoch milliseconds. */
      readonly expiresAt: number
    }
  }
}
