import { useTranslation } from 'react-i18next'
import { forgetClass, withdrawList } from '../../api/inventory.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { useInventoryAct } from './use-inventory-act.ts'

/** A list that was brought, or what was said by hand of a name. */
export interface Said {
  readonly what: 'list' | 'class'
  readonly name: string
}

/** Takes a list out again, or says no more what was said. */
export function TakeBackDialog({ said: { what, name }, onClose }: { said: Said; onClose: () => void }) {
  const { t } = useTranslation('console')
  const taking = useInventoryAct(
    (reason: string) =>
      what === 'list' ? withdrawList({ source: name, reason }) : forgetClass({ pattern: name, reason }),
    onClose,
  )
  return (
    <Confirm
      reason
      danger={what === 'list'}
      title={t(`inventory.takeBack.${what}.title`, { name })}
      action={t(`inventory.takeBack.${what}.action`)}
      pending={taking.pending}
      problem={taking.problem}
      onConfirm={taking.run}
      onClose={onClose}
    >
      <p>{t(`inventory.takeBack.${what}.text`)}</p>
    </Confirm>
  )
}
