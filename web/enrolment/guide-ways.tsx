import { Tabs } from '@mantine/core'
import type { FactorInfo, GuideWay } from '../api/types.ts'
import { screensOf } from '../factors.ts'
import { Scene } from '../kit/drawing.tsx'
import classes from './guide-ways.module.css'

interface GuideWaysProps {
  readonly info: FactorInfo
  readonly ways: readonly GuideWay[]
  /** Names the choice for those who do not see where it stands. */
  readonly label: string
  readonly level: 3 | 4
}

/** How it is set up with one's own app or device: one is chosen on the screen, all are on paper. */
export function GuideWays({ info, ways, label, level }: GuideWaysProps) {
  const Heading = `h${level}` as const
  return (
    <Tabs variant="pills" defaultValue="0" keepMounted keepMountedMode="display-none">
      <Tabs.List aria-label={label} className={classes.choice}>
        {ways.map(({ name }, index) => (
          <Tabs.Tab key={name} value={String(index)} className={classes.name}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {ways.map((way, index) => (
        <Tabs.Panel key={way.name} value={String(index)} className={classes.way}>
          <Heading className={classes.onPaper}>{way.name}</Heading>
          <ol className={classes.steps}>
            {way.steps.map(({ text, drawing }) => (
              <li key={text} className={classes.step}>
                <Scene>{screensOf(info.id)?.drawings?.[drawing]}</Scene>
                <span>{text}</span>
              </li>
            ))}
          </ol>
          <p>{way.note}</p>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
