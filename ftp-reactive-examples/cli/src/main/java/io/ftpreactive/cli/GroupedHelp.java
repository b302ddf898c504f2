package io.ftpreactive.cli;

import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** Shows options under the heading of the class that declares them, since one list of forty is not read. */
final class GroupedHelp implements IHelpSectionRenderer {

    private static final String OWN = "Options";

    @Override
    public String render(Help help) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        groups.put(OWN, new ArrayList<>());
        for (OptionSpec option : help.commandSpec().options()) {
            groups.computeIfAbsent(heading(option), name -> new ArrayList<>()).add(option);
        }
        StringBuilder text = new StringBuilder();
        groups.forEach((heading, options) -> {
            if (!options.isEmpty()) {
                text.append(String.format("%n%s:%n", heading)).append(help.optionListExcludingGroups(options));
            }
        });
        return text.toString();
    }

    private static String heading(OptionSpec option) {
        OptionGroup group = option.userObject() instanceof Member member
                ? member.getDeclaringClass().getAnnotation(OptionGroup.class)
                : null;
        return group == null ? OWN : group.value();
    }
}
