import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listSystems, type SystemsView, type SystemView } from '../../api/inventory.ts'
import { keys } from '../../api/keys.ts'
import card from '../../kit/card.module.css'
import { DataTable } from '../../kit/data-table.tsx'
import { Empty } from '../../kit/empty.tsx'
import { More } from '../../kit/more.tsx'
import { useFirst } from '../../kit/use-first.ts'
import { When } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { ClassDialog } from './class-dialog.tsx'
import classes from './inventory.module.css'
import { ListDialog } from './list-dialog.tsx'
import { type Said, TakeBackDialog } from './take-back-dialog.tsx'

/** What accounts reach, what each of it guards and why; corrected by hand, and fed by lists. */
export function SystemsCard({ administers }: { administers: boolean }) {
  const { t } = useTranslation('console')
  const query = useQuery({ queryKey: keys.systems, queryFn: ({ signal }) => listSystems(signal) })
  const [bringing, setBringing] = useState(false)
  return (
    <section className={`${card.surface} ${card.card}`}>
      <div className={card.head}>
        <h2 className={card.heading}>{t('inventory.systems')}</h2>
        {administers && (
          <Button size="sm" variant="default" onClick={() => setBringing(true)}>
            {t('inventory.bringOpen')}
          </Button>
        )}
      </div>
      <p className={card.quiet}>{t('inventory.systemsText')}</p>
      <QueryState query={query} height={180} />
      {query.data !== undefined && <Systems systems={query.data} administers={administers} />}
      {bringing && <ListDialog onClose={() => setBringing(false)} />}
    </section>
  )
}

const perPage = 50

function Systems({ systems, administers }: { systems: SystemsView; administers: boolean }) {
  const { t } = useTranslation('console')
  const [search, setSearch] = useState('')
  const [changing, setChanging] = useState<SystemView>()
  const [taking, setTaking] = useState<Said>()
  const wanted = search.trim().toLowerCase()
  const found = systems.items.filter(({ name }) => name.toLowerCase().includes(wanted))
  const { first, pages } = useFirst(found, perPage)
  return (
    <>
      {systems.items.length > perPage && (
        <TextInput
          type="search"
          label={t('inventory.searchSystems')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {found.length === 0 && <Empty title={t('inventory.noSystem')}>{t('inventory.noSystemText')}</Empty>}
      {found.length > 0 && <SystemTable items={first} onChange={administers ? setChanging : undefined} />}
      <More list={pages} />
      <Brought systems={systems} onTakeBack={administers ? setTaking : undefined} />
      {changing !== undefined && <ClassDialog system={changing} onClose={() => setChanging(undefined)} />}
      {taking !== undefined && <TakeBackDialog said={taking} onClose={() => setTaking(undefined)} />}
    </>
  )
}

interface SystemTableProps {
  readonly items: readonly SystemView[]
  readonly onChange: ((system: SystemView) => void) | undefined
}

function SystemTable({ items, onChange }: SystemTableProps) {
  const { t } = useTranslation('console')
  const columns = [t('inventory.system'), t('inventory.guards'), t('inventory.accountsOf')]
  return (
    <DataTable caption={t('inventory.systems')} columns={columns}>
      {items.map((system) => (
        <tr key={system.name}>
          <th scope="row">
            <strong>{system.name}</strong>
          </th>
          <td data-label={t('inventory.guards')}>
            <span className={classes.guarded}>
              {t(`policy.class.${system.class}`, system.class)}
              <span className={card.quiet}>{system.why}</span>
              {onChange !== undefined && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={t('inventory.changeClassOf', { name: system.name })}
                  onClick={() => onChange(system)}
                >
                  {t('inventory.changeClass')}
                </Button>
              )}
            </span>
          </td>
          <td data-label={t('inventory.accountsOf')}>{system.accounts}</td>
        </tr>
      ))}
    </DataTable>
  )
}

interface BroughtProps {
  readonly systems: SystemsView
  readonly onTakeBack: ((said: Said) => void) | undefined
}

/** The lists that were brought, and what was said by hand. */
function Brought({ systems: { lists, rules }, onTakeBack }: BroughtProps) {
  const { t } = useTranslation('console')
  if (lists.length + rules.length === 0) return null
  const takeBack = (said: Said) =>
    onTakeBack !== undefined && (
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={t(`inventory.takeBack.${said.what}.open`, { name: said.name })}
        onClick={() => onTakeBack(said)}
      >
        {t(`inventory.takeBack.${said.what}.action`)}
      </Button>
    )
  return (
    <ul className={classes.brought}>
      {lists.map(({ name, changedAt }) => (
        <li key={`list ${name}`}>
          {t('inventory.list', { name })} <When at={changedAt} />
          {takeBack({ what: 'list', name })}
        </li>
      ))}
      {rules.map(({ pattern, class: said, reason }) => (
        <li key={`class ${pattern}`}>
          {t('inventory.said', { pattern, class: t(`policy.class.${said}`, said), reason })}
          {takeBack({ what: 'class', name: pattern })}
        </li>
      ))}
    </ul>
  )
}
