import { Badge, Button } from '@mantine/core'
import IconDeviceDesktop from '@tabler/icons-react/icons/IconDeviceDesktop'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { endSession } from '../../api/session.ts'
import type { SessionView } from '../../api/types.ts'
import { browserName } from '../../kit/browser-name.ts'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { When } from '../../kit/when.tsx'
import classes from './sessions.module.css'

/** One place where one is signed in. */
export function SessionCard({ session }: { session: SessionView }) {
  const { t } = useTranslation('portal')
  const queries = useQueryClient()
  const ending = useMutation({
    mutationFn: () => endSession(session.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.sessions }),
  })
  const browser = browserName(session.userAgent) ?? t('sessions.unknown')
  return (
    <article className={classes.card}>
      <span className={classes.icon} aria-hidden="true">
        <IconDeviceDesktop size={22} />
      </span>
      <div className={classes.body}>
        <h2 className={classes.name}>
          {browser}
          {session.current && <Badge variant="light">{t('sessions.here')}</Badge>}
        </h2>
        <p className={classes.facts}>
          {session.application.name} · {t(session.assurance === 2 ? 'sessions.two' : 'sessions.one')}
          {session.source !== undefined && ` · ${t('sessions.from', { source: session.source })}`}
          <br />
          {t('sessions.since')} <When at={session.authenticatedAt} />, {t('sessions.seen')}{' '}
          <When at={session.lastSeenAt} />
        </p>
        {ending.error !== null && <ProblemAlert problem={asProblem(ending.error)} />}
      </div>
      {!session.current && (
        <Button
          variant="default"
          size="sm"
          className={classes.end ?? ''}
          loading={ending.isPending}
          onClick={() => ending.mutate()}
          aria-label={t('sessions.endOneOf', { browser })}
        >
          {t('sessions.endOne')}
        </Button>
      )}
    </article>
  )
}
