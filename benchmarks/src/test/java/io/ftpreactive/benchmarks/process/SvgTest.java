package io.ftpreactive.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.benchmarks.client.ClientKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgTest {

    private static final int WIDTH_OF_A_CHARACTER = 7;
    private static final int HEIGHT_OF_A_LINE = 14;

    /** Left, right and baseline of a text, with room for any font. */
    private record Box(double left, double right, double baseline) {

        static Box of(Element text) {
            double x = Double.parseDouble(text.getAttribute("x"));
            double length = text.getTextContent().length() * WIDTH_OF_A_CHARACTER;
            boolean end = text.getAttribute("text-anchor").equals("end");
            return new Box(end ? x - length : x, end ? x : x + length, Double.parseDouble(text.getAttribute("y")));
        }

        boolean overlaps(Box other) {
            return left < other.right && other.left < right && Math.abs(baseline - other.baseline) < HEIGHT_OF_A_LINE;
        }
    }

    @Test
    void shouldLetNoTextsOverlapOrStandOut() throws Exception {
        List<Svg.Bar> bars = new ArrayList<>();
        for (ClientKind kind : ClientKind.values()) {
            bars.add(new Svg.Bar(kind.title(), 12_345.0 - bars.size(), kind == ClientKind.OURS));
        }
        String svg =
                Svg.draw("A & B", "less is better", List.of(new Svg.Group("one", bars), new Svg.Group("two", bars)));

        List<Box> boxes = texts(svg);
        assertThat(boxes).hasSize(2 + 2 * (1 + 2 * bars.size()));
        assertThat(boxes).allSatisfy(box -> {
            assertThat(box.left).isNotNegative();
            assertThat(box.right).isLessThanOrEqualTo(720);
            assertThat(boxes.stream().filter(box::overlaps)).containsExactly(box);
        });
    }

    private static List<Box> texts(String svg) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        NodeList texts = document.getElementsByTagName("text");
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < texts.getLength(); i++) {
            boxes.add(Box.of((Element) texts.item(i)));
        }
        return boxes;
    }
}
