package io.ftpreactive.cli;

import io.ftpreactive.result.DialogueEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Shows what is said to servers and by them, with the number of the session once there are several. */
final class Dialogue implements Consumer<DialogueEvent> {

    private final Messages messages;
    private final Map<String, Integer> numbers = new HashMap<>();

    Dialogue(Messages messages) {
        this.messages = messages;
    }

    @Override
    public void accept(DialogueEvent event) {
        if (event.kind() == DialogueEvent.Kind.NOTE) {
            return;
        }
        String sign = sign(event.session());
        event.lines().forEach(line -> messages.print(sign + line));
    }

    private synchronized String sign(String session) {
        Integer number = numbers.get(session);
        if (number == null) {
            number = numbers.size() + 1;
            numbers.put(session, number);
        }
        return numbers.size() == 1 ? "" : "[" + number + "] ";
    }
}
