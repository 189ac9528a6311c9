import { useTranslation } from 'react-i18next'
import { changeToken, type TokenView } from '../../api/tokens.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { useTokenAct } from './use-token-act.ts'

interface ChangeDialogProps {
  readonly token: TokenView
  readonly act: 'release' | 'retire'
  readonly onClose: () => void
}

/** Asks for the reason, then puts the token aside for nobody, or takes it out of the pool. */
export function ChangeDialog({ token, act, onClose }: ChangeDialogProps) {
  const { t } = useTranslation('console')
  const { run, pending, problem } = useTokenAct(
    (reason: string) => changeToken(token.id, act, reason),
    t(`tokens.${act}Done`, { serial: token.handle }),
    onClose,
  )
  return (
    <Confirm
      danger={act === 'retire'}
      reason
      title={t(`tokens.${act}Title`, { serial: token.handle })}
      action={t(`tokens.${act}`)}
      pending={pending}
      problem={problem}
      onConfirm={run}
      onClose={onClose}
    >
      <p>{t(`tokens.${act}Text`)}</p>
    </Confirm>
  )
}
