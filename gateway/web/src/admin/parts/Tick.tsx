/** Boxes to tick, alone or in a group, each with a line about what it means. */
import { useId, type ReactNode } from 'react';
import { Checkbox, type CheckboxProps } from 'react-aria-components';
import { Icon } from '../../look/Icon';

interface Words { help?: string | undefined; children: ReactNode }

/** A box that stands for itself. */
export const Tick = ({ isTicked, ...box }: { isTicked: boolean; onChange: (isTicked: boolean) => void } & Words) =>
  <Box isSelected={isTicked} {...box} />;

/** One box of a `CheckboxGroup`. */
export const TickOption = (box: { value: string; isDisabled?: boolean } & Words) => <Box {...box} />;

function Box({ help, children, ...box }: Words & Omit<CheckboxProps, 'children'>) {
  const helpId = useId();
  return (
    <div className="tick">
      <Checkbox className="checkbox" {...box} {...(help && { 'aria-describedby': helpId })}>
        <span className="checkbox-box"><Icon name="check" /></span>
        <span>{children}</span>
      </Checkbox>
      {help && <p id={helpId} className="tick-help">{help}</p>}
    </div>
  );
}
