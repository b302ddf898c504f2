package io.ftpreactive;

import io.ftpreactive.result.DialogueEvent;
import java.util.function.Consumer;

/**
 * Passes commands, replies and TLS parameters on as lines. Equal to another with the same target, as listeners are compared.
 *
 * @param target receives the lines
 */
record DialogueLines(Consumer<? super String> target) implements Consumer<DialogueEvent> {

    @Override
    public void accept(DialogueEvent event) {
        if (event.kind() != DialogueEvent.Kind.NOTE) {
            event.lines().forEach(target);
        }
    }
}
