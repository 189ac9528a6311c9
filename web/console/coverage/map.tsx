import { useTranslation } from 'react-i18next'
import type { CoverageView, CoveredApplication, WayView } from '../../api/coverage.ts'
import card from '../../kit/card.module.css'
import { More } from '../../kit/more.tsx'
import { ShareBar } from '../../kit/share-bar.tsx'
import { useFirst } from '../../kit/use-first.ts'
import classes from './coverage.module.css'
import { WayList } from './way-list.tsx'

interface CoverageMapProps {
  readonly applications: readonly CoveredApplication[]
  readonly demanded: CoverageView['demanded']
  /** Those that end below what is demanded. */
  readonly ways: readonly WayView[]
  /** How many accounts there are. */
  readonly of: number
}

const perPage = 50

/** A bar for each application: how many accounts are held to what is demanded. Pressed, it says why not. */
export function CoverageMap({ applications, demanded, ways, of }: CoverageMapProps) {
  const { t } = useTranslation('console')
  const { first, pages } = useFirst(applications, perPage)
  return (
    <section className={`${card.surface} ${card.card}`}>
      <h2 className={card.heading}>{t('openWays.map')}</h2>
      <ul className={classes.map}>
        {first.map((application) => (
          <li key={application.name}>
            <Application
              application={application}
              demanded={demanded[application.class]}
              ways={ways.filter((way) => way.application === application.name)}
              of={of}
            />
          </li>
        ))}
      </ul>
      <More list={pages} />
    </section>
  )
}

interface ApplicationProps {
  readonly application: CoveredApplication
  readonly demanded: string | undefined
  readonly ways: readonly WayView[]
  readonly of: number
}

function Application({ application, demanded, ways, of }: ApplicationProps) {
  const { t } = useTranslation('console')
  const { name, below } = application
  const head = (
    <span className={classes.row}>
      <strong className={classes.name}>{name}</strong>
      <span className={`${card.quiet} ${classes.about}`}>
        {t(`policy.class.${application.class}`, application.class)} ·{' '}
        {demanded === undefined ? t('openWays.nothing') : t(`policy.strength.${demanded}`, demanded)}
      </span>
      <span className={classes.share}>
        <ShareBar part={below} of={of} plain={demanded === undefined} />
      </span>
      <span className={classes.count}>
        {demanded === undefined ? '–' : t('openWays.below', { count: below, all: of })}
      </span>
    </span>
  )
  if (ways.length === 0) return <div className={classes.closed}>{head}</div>
  return (
    <details className={classes.opened}>
      <summary>{head}</summary>
      <WayList ways={ways} />
    </details>
  )
}
