"""The Gradio theme: the standard components in the palette of `style.css`, whose variables it refers to."""

from __future__ import annotations

import gradio as gr

FONTS = ("system-ui", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic", "Meiryo", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Noto Sans Mono CJK JP", "monospace")

# The two colours that the page has before any style sheet arrives; the same as --nb-bg and --nb-ink.
_BACKGROUND, _BACKGROUND_DARK = "#f6f5f2", "#161514"
_INK, _INK_DARK = "#1d1c1a", "#efece6"

_BOTH = {
    "background_fill_primary": "var(--nb-card)",
    "background_fill_secondary": "var(--nb-soft)",
    "block_background_fill": "var(--nb-card)",
    "block_border_color": "var(--nb-line)",
    "block_info_text_color": "var(--nb-muted)",
    "block_label_background_fill": "var(--nb-card)",
    "block_label_border_color": "var(--nb-line)",
    "block_label_text_color": "var(--nb-muted)",
    "block_title_text_color": "var(--nb-ink)",
    "body_text_color_subdued": "var(--nb-muted)",
    "border_color_accent": "var(--nb-accent)",
    "border_color_primary": "var(--nb-line)",
    "button_cancel_background_fill": "var(--nb-card)",
    "button_cancel_background_fill_hover": "var(--nb-no-soft)",
    "button_cancel_border_color": "var(--nb-no)",
    "button_cancel_text_color": "var(--nb-no)",
    "button_primary_background_fill": "var(--nb-accent)",
    "button_primary_background_fill_hover": "var(--nb-accent-strong)",
    "button_primary_border_color": "var(--nb-accent)",
    "button_primary_text_color": "var(--nb-card)",
    "button_primary_text_color_hover": "var(--nb-card)",
    "button_secondary_background_fill": "var(--nb-card)",
    "button_secondary_background_fill_hover": "var(--nb-soft)",
    "button_secondary_border_color": "var(--nb-control)",
    "button_secondary_border_color_hover": "var(--nb-muted)",
    "button_secondary_text_color": "var(--nb-ink)",
    "button_secondary_text_color_hover": "var(--nb-ink)",
    "checkbox_background_color": "var(--nb-card)",
    "checkbox_background_color_selected": "var(--nb-accent)",
    "checkbox_border_color": "var(--nb-control)",
    "checkbox_border_color_focus": "var(--nb-accent)",
    "checkbox_border_color_selected": "var(--nb-accent)",
    "checkbox_label_background_fill": "var(--nb-card)",
    "checkbox_label_background_fill_hover": "var(--nb-soft)",
    "checkbox_label_background_fill_selected": "var(--nb-accent-soft)",
    "checkbox_label_border_color": "var(--nb-line)",
    "checkbox_label_border_color_selected": "var(--nb-accent)",
    "checkbox_label_text_color": "var(--nb-ink)",
    "checkbox_label_text_color_selected": "var(--nb-ink)",
    "color_accent_soft": "var(--nb-accent-soft)",
    "error_background_fill": "var(--nb-no-soft)",
    "error_border_color": "var(--nb-no)",
    "error_icon_color": "var(--nb-no)",
    "error_text_color": "var(--nb-no)",
    "input_background_fill": "var(--nb-card)",
    "input_background_fill_focus": "var(--nb-card)",
    "input_border_color": "var(--nb-control)",
    "input_border_color_focus": "var(--nb-accent)",
    "input_placeholder_color": "var(--nb-muted)",
    "link_text_color": "var(--nb-accent)",
    "link_text_color_hover": "var(--nb-accent-strong)",
    "link_text_color_visited": "var(--nb-accent)",
    "loader_color": "var(--nb-accent)",
    "panel_background_fill": "var(--nb-bg)",
    "slider_color": "var(--nb-accent)",
    "stat_background_fill": "var(--nb-accent)",
    "table_border_color": "var(--nb-line)",
    "table_even_background_fill": "var(--nb-card)",
    "table_odd_background_fill": "var(--nb-card)",
    "table_row_focus": "var(--nb-accent-soft)",
    "table_text_color": "var(--nb-ink)",
}

_SHAPE = {
    "block_border_width": "1px",
    "block_info_text_size": "13px",
    "block_label_text_size": "13px",
    "block_padding": "14px 16px",
    "block_radius": "14px",
    "block_shadow": "none",
    "block_title_text_size": "14px",
    "block_title_text_weight": "600",
    "button_border_width": "1px",
    "button_large_padding": "11px 22px",
    "button_large_radius": "10px",
    "button_large_text_size": "15px",
    "button_medium_padding": "10px 18px",
    "button_medium_radius": "10px",
    "button_medium_text_size": "14px",
    "button_primary_shadow": "none",
    "button_primary_shadow_hover": "none",
    "button_small_padding": "6px 12px",
    "button_small_radius": "8px",
    "button_small_text_size": "13px",
    "button_transform_hover": "none",
    "checkbox_label_shadow": "none",
    "container_radius": "14px",
    "input_border_width": "1px",
    "input_radius": "8px",
    "input_shadow": "none",
    "input_shadow_focus": "0 0 0 2px var(--nb-accent-soft)",
    "layout_gap": "16px",
    "table_radius": "10px",
}


def build() -> gr.themes.Base:
    """The theme; no font, style sheet or script of another host is asked for."""
    both = {**_BOTH, **{f"{name}_dark": value for name, value in _BOTH.items()}}
    theme = gr.themes.Base(
        font=[gr.themes.Font(name) for name in FONTS],
        font_mono=[gr.themes.Font(name) for name in MONO],
        text_size=gr.themes.sizes.text_md,
        radius_size=gr.themes.sizes.radius_md,
    )
    return theme.set(
        body_background_fill=_BACKGROUND,
        body_background_fill_dark=_BACKGROUND_DARK,
        body_text_color=_INK,
        body_text_color_dark=_INK_DARK,
        **both,
        **_SHAPE,
    )
