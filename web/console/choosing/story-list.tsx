import { useTranslation } from 'react-i18next'
import card from '../../kit/card.module.css'
import type { Weighed } from './advise.ts'
import classes from './choosing.module.css'

const stories = ['effort', 'excludes', 'whenLost'] as const

/** What each factor asks of those who run it, whom it shuts out, and what happens when it is lost. */
export function StoryList({ weighed }: { weighed: readonly Weighed[] }) {
  const { t } = useTranslation('console')
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <h2 className={classes.heading}>{t('choosing.stories.title')}</h2>
      <div className={classes.stories}>
        {weighed.map(({ info, comparison }) => (
          <article key={info.id} aria-labelledby={`story-${info.id}`}>
            <h3 id={`story-${info.id}`} className={classes.name}>
              {info.guide.name}
            </h3>
            <dl className={classes.story}>
              {stories.map((story) => (
                <div key={story}>
                  <dt className={classes.quiet}>{t(`choosing.stories.${story}`)}</dt>
                  <dd>{comparison[story]}</dd>
                </div>
              ))}
            </dl>
          </article>
        ))}
      </div>
    </section>
  )
}
