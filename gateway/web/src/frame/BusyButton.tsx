/** A button that shows it is at work, keeps the focus and cannot be pressed twice meanwhile. */
import { Button, type ButtonProps } from 'react-aria-components';
import type { ReactNode } from 'react';

interface BusyButtonProps extends Omit<ButtonProps, 'children' | 'isPending'> { isBusy: boolean; children: ReactNode }

export function BusyButton({ isBusy, onPress, children, ...button }: BusyButtonProps) {
  return (
    <Button {...button} data-busy={isBusy || undefined} onPress={(press) => { if (!isBusy) onPress?.(press); }}>
      {isBusy && <span className="loading-ring" aria-hidden="true" />}
      {children}
    </Button>
  );
}
