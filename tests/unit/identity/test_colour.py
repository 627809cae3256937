import pytest

from identity.domain.colour import contrast_with_white


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [
        ("#000000", 21.0),
        ("#ffffff", 1.0),
        ("#767676", 4.54),  # the lightest grey that passes, known from WCAG's own techniques
        ("#777777", 4.48),
        ("#0000ff", 8.59),
        ("#ff0000", 4.00),
        ("#008000", 5.14),
        ("#ffff00", 1.07),
    ],
)
def test_contrast_with_white_is_what_wcag_says(colour: str, contrast: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.005)
