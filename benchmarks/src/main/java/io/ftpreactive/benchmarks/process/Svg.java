package io.ftpreactive.benchmarks.process;

import java.util.List;
import java.util.Locale;

/** A picture of horizontal bars in groups, which adapts to a reader's light or dark background. */
final class Svg {

    private static final int WIDTH = 720;
    private static final int LEFT = 210;
    private static final int LONGEST = 400;
    private static final int ROW = 22;
    private static final int BAR = 14;
    private static final int TOP = 56;
    private static final int GROUP_HEADING = 30;
    private static final int BASELINE = 11;
    private static final int GAP = 8;
    private static final int BOTTOM = 16;
    private static final int TITLE_LINE = 22;
    private static final int SUBTITLE_LINE = 42;
    private static final double SHORTEST = 1;

    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1f2328; }
              .title { font-size: 16px; font-weight: 600; }
              .group { font-weight: 600; }
              .note { fill: #59636e; }
              .bar { fill: #8c959f; }
              .ours { fill: #0969da; }
              @media (prefers-color-scheme: dark) {
                text { fill: #f0f6fc; }
                .note { fill: #9198a1; }
                .bar { fill: #6e7681; }
                .ours { fill: #4493f8; }
              }
            </style>
            """;

    private final StringBuilder body = new StringBuilder();
    private int y = TOP;

    private Svg() {}

    /**
     * A bar.
     *
     * @param label to its left
     * @param value its length
     * @param ours whether it stands out
     */
    record Bar(String label, double value, boolean ours) {}

    /**
     * Bars below a heading.
     *
     * @param heading above them
     */
    record Group(String heading, List<Bar> bars) {}

    /** Draws groups below each other, all to the same scale. */
    static String draw(String title, String subtitle, List<Group> groups) {
        double largest = groups.stream()
                .flatMap(group -> group.bars().stream())
                .mapToDouble(Bar::value)
                .max()
                .orElse(SHORTEST);
        Svg svg = new Svg();
        svg.text(GAP, TITLE_LINE, "title", "start", title);
        svg.text(GAP, SUBTITLE_LINE, "note", "start", subtitle);
        groups.forEach(group -> svg.group(group, largest));
        int height = svg.y + BOTTOM;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <title>%3$s</title>
                %4$s%5$s</svg>
                """.formatted(WIDTH, height, escape(title), STYLE, svg.body);
    }

    private void group(Group group, double largest) {
        y += GROUP_HEADING;
        text(GAP, y - GAP, "group", "start", group.heading());
        for (Bar bar : group.bars()) {
            double length = Math.max(SHORTEST, bar.value() / largest * LONGEST);
            text(LEFT - GAP, y + BASELINE, "", "end", bar.label());
            body.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"bar%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                    bar.ours() ? " ours" : "",
                    LEFT,
                    y,
                    length,
                    BAR));
            text((int) (LEFT + length) + GAP, y + BASELINE, "", "start", Result.Spread.number(bar.value()));
            y += ROW;
        }
    }

    private void text(int x, int baseline, String style, String anchor, String text) {
        body.append("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n"
                .formatted(style, x, baseline, anchor, escape(text)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
