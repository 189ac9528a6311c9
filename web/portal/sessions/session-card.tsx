import { Badge, Button } from '@mantine/core'
import IconDeviceDesktop from '@tabler/icons-react/icons/IconDeviceDesktop'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { endSession } from '../../api/session.ts'
import type { SessionView } from '../../api/types.ts'
import { browserName } from '../../kit/browser-name.ts'
import { ItemCard } from '../../kit/item-card.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { When } from '../../kit/when.tsx'

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
    <ItemCard
      icon={<IconDeviceDesktop size={22} />}
      quiet
      level={2}
      title={
        <>
          {browser}
          {session.current && <Badge variant="light">{t('sessions.here')}</Badge>}
        </>
      }
      facts={
        <>
          {session.application.name} · {t(doors(session))}
          {session.source !== undefined && ` · ${t('sessions.from', { source: session.source })}`}
          <br />
          {t('sessions.since')} <When at={session.authenticatedAt} />, {t('sessions.seen')}{' '}
          <When at={session.lastSeenAt} />
        </>
      }
      actionBelow
      action={
        session.current ? undefined : (
          <Button
            variant="default"
            size="sm"
            loading={ending.isPending}
            onClick={() => ending.mutate()}
            aria-label={t('sessions.endOneOf', { browser })}
          >
            {t('sessions.endOne')}
          </Button>
        )
      }
    >
      {ending.error === null ? undefined : <ProblemAlert problem={asProblem(ending.error)} />}
    </ItemCard>
  )
}

function doors({ assurance, remembered }: SessionView) {
  if (remembered) return 'sessions.remembered'
  return assurance >= 2 ? 'sessions.two' : 'sessions.one'
}
