package no.altinncamel.emulator.broker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import no.altinncamel.emulator.http.Json;

/**
 * Reads the JSON body of initialize as the real server's deserializer does: names in any case, unknown members ignored,
 * types strict. What it cannot read is reported under its JSON path (contract altinn-broker 3.3).
 */
final class InitializationReader {

    private final Map<String, JsonNode> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private InitializationReader(JsonNode body) {
        body.fields().forEachRemaining(member -> members.put(member.getKey(), member.getValue()));
    }

    static Initialization read(byte[] body) throws RefusedException {
        JsonNode tree = tree(body);
        if (!tree.isObject()) {
            throw unreadable("$", "The JSON value could not be converted to the type FileTransferInitializeExt.");
        }
        return new InitializationReader(tree).read();
    }

    private static JsonNode tree(byte[] body) throws RefusedException {
        JsonNode tree;
        try {
            tree = Json.tree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw unreadable("$", e.getOriginalMessage());
        }
        if (tree.isMissingNode() || tree.isNull()) {
            throw unreadable("", "A non-empty request body is required.");
        }
        return tree;
    }

    private Initialization read() throws RefusedException {
        return new Initialization(
                text("fileName", null),
                text("resourceId", null),
                // the server's model starts out with an empty reference, which then is too short
                text("sendersFileTransferReference", ""),
                text("sender", null),
                recipients(),
                propertyList(),
                text("checksum", null),
                disableVirusScan());
    }

    private String text(String name, String absent) throws RefusedException {
        JsonNode node = member(name);
        return node.isMissingNode() ? absent : text(node, "$." + name);
    }

    private static String text(JsonNode node, String path) throws RefusedException {
        if (node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw conversion(path, "System.String");
        }
        return node.asText();
    }

    private List<String> recipients() throws RefusedException {
        JsonNode node = member("recipients");
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isArray()) {
            throw conversion("$.recipients", "System.Collections.Generic.List`1[System.String]");
        }
        List<String> recipients = new ArrayList<>();
        for (JsonNode element : node) {
            recipients.add(text(element, "$.recipients[" + recipients.size() + "]"));
        }
        return recipients;
    }

    private Map<String, String> propertyList() throws RefusedException {
        JsonNode node = member("propertyList");
        if (node.isNull()) {
            return null;
        }
        if (!node.isMissingNode() && !node.isObject()) {
            throw conversion("$.propertyList", "System.Collections.Generic.Dictionary`2[System.String,System.String]");
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            properties.put(property.getKey(), text(property.getValue(), "$.propertyList." + property.getKey()));
        }
        return properties;
    }

    private boolean disableVirusScan() throws RefusedException {
        JsonNode node = member("disableVirusScan");
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw conversion("$.disableVirusScan", "System.Boolean");
        }
        return node.asBoolean(false);
    }

    private JsonNode member(String name) {
        return members.getOrDefault(name, MissingNode.getInstance());
    }

    private static RefusedException conversion(String path, String type) {
        return unreadable(path, "The JSON value could not be converted to " + type + ". Path: " + path + ".");
    }

    private static RefusedException unreadable(String key, String message) {
        Map<String, List<String>> errors = new LinkedHashMap<>();
        errors.put(key, List.of(message));
        errors.put("initializeExt", List.of("The initializeExt field is required."));
        return RefusedException.invalid(errors);
    }
}
