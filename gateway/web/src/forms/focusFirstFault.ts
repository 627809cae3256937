/** After a refusal the first field that must be changed has the focus. */

export function focusFirstFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>('input[aria-invalid="true"], textarea[aria-invalid="true"], [data-invalid] :is(input, button)')?.focus());
}
