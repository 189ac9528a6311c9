import { Badge, Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ExceptionView } from '../../api/exceptions.ts'
import card from '../../kit/card.module.css'
import { When } from '../../kit/when.tsx'
import { useDemandName } from './demand-name.ts'
import classes from './policy.module.css'

interface ExceptionRowProps {
  readonly exception: ExceptionView
  /** Absent where nothing is left to decide, or not by who looks. */
  readonly onDecide?: (approve: boolean) => void
}

const colors = { requested: 'yellow', 'in-force': undefined, refused: 'gray', ended: 'gray', expired: 'gray' }

export function ExceptionRow({ exception, onDecide }: ExceptionRowProps) {
  const { t } = useTranslation('console')
  const demandName = useDemandName()
  const {
    account,
    application,
    state,
    demands,
    idle,
    reason,
    until,
    requestedBy,
    approvedBy,
    endedBy,
    uses,
  } = exception
  const color = colors[state]
  return (
    <li className={classes.drafted}>
      <div className={classes.sentence}>
        <span>
          <strong>{account}</strong>{' '}
          {application !== undefined && <>{t('policy.exceptions.at', { application })} </>}
          {t('policy.exceptions.from', { demands: demands.map(demandName).join(', ') })}{' '}
          <Badge variant="light" miw="max-content" {...(color === undefined ? {} : { color })}>
            {t(`policy.exceptions.state.${state}`)}
          </Badge>
        </span>
        <span>“{reason}”</span>
        <span className={card.quiet}>
          {t('policy.exceptions.until')} <When at={until} /> · {t('policy.exceptions.by', { requestedBy })}
          {approvedBy !== undefined && ` · ${t('policy.exceptions.approvedBy', { approvedBy })}`}
          {endedBy !== undefined && ` · ${t('policy.exceptions.endedBy', { endedBy })}`}
          {` · ${t('policy.exceptions.uses', { count: uses })}`}
        </span>
        {idle.length > 0 && onDecide !== undefined && (
          <span className={card.quiet}>
            {t('policy.exceptions.idle', { demands: idle.map(demandName).join(', ') })}
          </span>
        )}
      </div>
      {onDecide !== undefined && (
        <Group gap="xs">
          {state === 'requested' && (
            <Button
              size="xs"
              onClick={() => onDecide(true)}
              aria-label={t('policy.exceptions.approveNamed', { account })}
            >
              {t('policy.exceptions.approve')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            onClick={() => onDecide(false)}
            aria-label={t(`policy.exceptions.${state === 'requested' ? 'refuse' : 'end'}Named`, { account })}
          >
            {t(`policy.exceptions.${state === 'requested' ? 'refuse' : 'end'}`)}
          </Button>
        </Group>
      )}
    </li>
  )
}
