package no.altinncamel.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Renders the configuration reference from the metadata that Camel's tooling generates from the code. */
final class ReferencePage {

    static final String METADATA = "META-INF/no/altinncamel/broker/altinn-broker.json";
    /** Tests run in the module's folder. */
    static final Path FILE = Path.of("..", "docs", "reference.md");

    private final JsonNode metadata;
    private final StringBuilder page = new StringBuilder();

    ReferencePage() throws IOException {
        try (InputStream in = ReferencePage.class.getClassLoader().getResourceAsStream(METADATA)) {
            metadata = new ObjectMapper().readTree(in);
        }
    }

    static JsonNode metadata() throws IOException {
        return new ReferencePage().metadata;
    }

    String render() {
        JsonNode component = metadata.get("component");
        line("# Reference: options and headers of altinn-broker");
        line("");
        line("This page is made from the component's metadata. Do not edit it: change the code, then run");
        line("`mvn -pl camel-altinn-broker -am test -Ddocs.update=true`.");
        line("");
        line("Syntax: `" + component.get("syntax").asText() + "?option=value&…`");
        line("");
        line(
                "Every endpoint option can be set on the component, too, unless it is marked *endpoint only*; an endpoint starts with");
        line(
                "the component's values. Options marked *secret* are masked in logs and in JMX; set them on the component and not in");
        line("URIs all the same. Durations are milliseconds, or written as `30s` or `10m`.");
        options("Path", "path");
        options("Endpoint options", "parameter");
        componentOnly();
        headers();
        return page.toString();
    }

    private void options(String title, String kind) {
        line("");
        line("## " + title);
        groups(metadata.get("properties"), kind).forEach((group, rows) -> {
            line("");
            line("### " + capitalized(group));
            line("");
            line("| Option | Description | Default | Type |");
            line("|---|---|---|---|");
            rows.forEach(this::line);
        });
    }

    private Map<String, List<String>> groups(JsonNode properties, String kind) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        properties.properties().forEach(entry -> {
            JsonNode option = entry.getValue();
            if (option.get("kind").asText().equals(kind)) {
                groups.computeIfAbsent(option.get("group").asText(), key -> new ArrayList<>())
                        .add(row(entry.getKey(), option));
            }
        });
        return groups;
    }

    private String row(String name, JsonNode option) {
        List<String> marks = new ArrayList<>();
        if (option.path("required").asBoolean()) {
            marks.add("required");
        }
        if (option.path("secret").asBoolean()) {
            marks.add("secret");
        }
        if (option.get("kind").asText().equals("parameter")
                && !metadata.get("componentProperties").has(name)) {
            marks.add("endpoint only");
        }
        String shown = option.has("prefix") ? option.get("prefix").asText() + "*" : name;
        String description = option.path("description").asText().replace("|", "\\|");
        if (option.has("prefix") && metadata.get("componentProperties").has(name)) {
            description += " On the component: " + name + ".name=value.";
        }
        if (!marks.isEmpty()) {
            description = "*" + String.join(", ", marks) + "* " + description;
        }
        return "| `" + shown + "` | " + description + values(option) + " | " + defaultValue(option) + " | "
                + type(option) + " |";
    }

    private static String values(JsonNode option) {
        if (!option.has("enum")) {
            return "";
        }
        List<String> values = new ArrayList<>();
        option.get("enum").forEach(value -> values.add("`" + value.asText() + "`"));
        return " One of " + String.join(", ", values) + ".";
    }

    private static String defaultValue(JsonNode option) {
        return option.has("defaultValue") ? "`" + option.get("defaultValue").asText() + "`" : "";
    }

    private static String type(JsonNode option) {
        String type = option.get("javaType").asText();
        int generic = type.indexOf('<');
        String raw = generic < 0 ? type : type.substring(0, generic);
        return raw.substring(raw.lastIndexOf('.') + 1);
    }

    private void componentOnly() {
        line("");
        line("## Component only options");
        line("");
        line("| Option | Description | Default | Type |");
        line("|---|---|---|---|");
        metadata.get("componentProperties").properties().forEach(entry -> {
            if (!metadata.get("properties").has(entry.getKey())) {
                line(row(entry.getKey(), entry.getValue()));
            }
        });
    }

    private void headers() {
        line("");
        line("## Headers");
        line("");
        line("The producer takes a header literally, and a header wins over the option of the same meaning.");
        line("");
        line("| Header | Description | Type | For |");
        line("|---|---|---|---|");
        metadata.get("headers").properties().forEach(entry -> {
            JsonNode header = entry.getValue();
            String label = header.path("label").asText();
            line("| `" + entry.getKey() + "` | "
                    + header.path("description").asText().replace("|", "\\|") + " | "
                    + type(header)
                    + " | " + (label.isEmpty() ? "both" : label) + " |");
        });
    }

    private static String capitalized(String group) {
        return group.substring(0, 1).toUpperCase() + group.substring(1);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
