import { useMutation } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { prove, startNameless } from '../../api/attempts.ts'
import { asProblem } from '../../api/problem.ts'
import type { AttemptView, FactorInfo } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { useQuestion } from '../../attempt/use-question.ts'
import { screensOf } from '../../factors.ts'
import { leaveFor } from '../../kit/errand.ts'
import classes from './sign-in.module.css'

interface OpeningsProps {
  readonly onProved: (attempt: AttemptView) => void
  readonly referral: string | undefined
}

/** The ways in that need no name: each says by itself whose sign-in it is. */
export function Openings({ onProved, referral }: OpeningsProps) {
  const { t } = useTranslation('portal')
  const { factors } = usePortal()
  const opening = factors.filter(({ id, opens }) => opens && screensOf(id)?.Open !== undefined)
  return (
    <div className={classes.openings}>
      <p className={classes.or} aria-hidden="true">
        {t('signIn.or')}
      </p>
      {opening.map((info) => (
        <Opening key={info.id} info={info} onProved={onProved} referral={referral} />
      ))}
    </div>
  )
}

function Opening({ info, onProved, referral }: OpeningsProps & { readonly info: FactorInfo }) {
  const start = useCallback(() => startNameless(referral), [referral])
  const question = useQuestion(info.id, start)
  const proving = useMutation({
    mutationFn: (proof: Readonly<Record<string, unknown>>) => prove({ factor: info.id, proof }),
    onSuccess: onProved,
  })
  const Open = screensOf(info.id)?.Open
  if (Open === undefined) return null
  return (
    <Open
      info={info}
      pending={proving.isPending}
      problem={proving.error === null ? undefined : asProblem(proving.error)}
      onProve={proving.mutate}
      question={question}
      onLeave={(address) =>
        leaveFor(address, { factor: info.id, back: `${location.pathname}${location.search}` })
      }
    />
  )
}
