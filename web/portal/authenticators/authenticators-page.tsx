import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/icons/IconPlus'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listAuthenticators } from '../../api/authenticators.ts'
import { keys } from '../../api/keys.ts'
import type { AuthenticatorList } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { Empty } from '../../kit/empty.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { AuthenticatorCard } from './authenticator-card.tsx'
import classes from './authenticators.module.css'
import { Bar } from './bar.tsx'
import { byDoor } from './by-door.ts'
import { useDevicesInStep } from './use-devices-in-step.ts'

/** What opens the doors to one's account, door by door. */
export function AuthenticatorsPage() {
  const { t } = useTranslation('portal')
  const list = useQuery({
    queryKey: keys.authenticators,
    queryFn: ({ signal }) => listAuthenticators(signal),
  })
  useDevicesInStep(list.data)
  return (
    <>
      <PageHead title={t('authenticators.title')} lead={t('authenticators.lead')} />
      <QueryState query={list} height={360} />
      {list.data !== undefined && <Doors list={list.data} />}
    </>
  )
}

function Doors({ list }: { list: AuthenticatorList }) {
  const { t } = useTranslation('portal')
  const { factors } = usePortal()
  const doors = byDoor(list.items, factors)
  const opens = new Set(factors.filter((info) => info.opens).map(({ id }) => id))
  const seconds = doors.second.length
  const usable = doors.second.filter(({ status }) => status === 'active')
  return (
    <div className={classes.page}>
      <Bar protectedByTwo={seconds > 0} />
      <Section title={t('authenticators.first')}>
        {doors.first.map((item) => (
          <AuthenticatorCard
            key={item.id}
            authenticator={item}
            removable={doors.first.length > 1 && opens.has(item.factor)}
            last={false}
          />
        ))}
      </Section>
      <Section
        title={t('authenticators.second')}
        action={seconds > 0 ? <AddLink label={t('authenticators.add')} /> : undefined}
      >
        {doors.second.map((item) => (
          <AuthenticatorCard
            key={item.id}
            authenticator={item}
            removable
            last={usable.length === 1 && usable[0] === item}
          />
        ))}
        {seconds === 0 && (
          <Empty title={t('authenticators.secondNone')}>
            <p>{t('authenticators.secondNoneText')}</p>
            <AddLink label={t('authenticators.addFirst')} strong />
          </Empty>
        )}
        {seconds === 1 && <p className={classes.advice}>{t('authenticators.onlyOne')}</p>}
      </Section>
      {seconds > 0 && (
        <Section title={t('authenticators.recovery')}>
          {doors.recovery.map((item) => (
            <AuthenticatorCard key={item.id} authenticator={item} removable={false} last={false} />
          ))}
          {doors.recovery.length === 0 && (
            <Empty title={t('authenticators.recoveryNone')}>
              <p>{t('authenticators.recoveryNoneText')}</p>
              <AddLink label={t('authenticators.addRecovery')} />
            </Empty>
          )}
        </Section>
      )}
    </div>
  )
}

function Section({
  title,
  action,
  children,
}: {
  title: string
  action?: React.ReactNode
  children: React.ReactNode
}) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  )
}

function AddLink({ label, strong = false }: { label: string; strong?: boolean }) {
  return (
    <Button
      renderRoot={(props) => <Link to="/authenticators" {...props} />}
      variant={strong ? 'filled' : 'default'}
      size="sm"
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      {label}
    </Button>
  )
}
