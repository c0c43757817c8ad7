package no.altinncamel.broker.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import no.altinncamel.broker.client.http.Problem;

/**
 * The Broker's JSON (altinn-broker 3.5, 3.8 to 3.10). Reads leniently: what is missing or of another kind than it should be is
 * taken as not given, what is not known is passed over.
 */
final class TransferJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<Instant> UNKNOWN_FIRST = Comparator.nullsFirst(Comparator.naturalOrder());

    private TransferJson() {}

    static byte[] write(Initialization initialization) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("fileName", initialization.fileName());
            json.writeStringField("resourceId", initialization.resourceId());
            json.writeStringField("sendersFileTransferReference", initialization.reference());
            json.writeStringField("sender", initialization.sender());
            json.writeArrayFieldStart("recipients");
            for (String recipient : initialization.recipients()) {
                json.writeString(recipient);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("propertyList");
            for (Map.Entry<String, String> property :
                    initialization.properties().entrySet()) {
                json.writeStringField(property.getKey(), property.getValue());
            }
            json.writeEndObject();
            if (initialization.checksum() != null) {
                json.writeStringField("checksum", initialization.checksum());
            }
            json.writeBooleanField("disableVirusScan", initialization.disableVirusScan());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    static UUID id(byte[] body) throws UnreadableAnswerException {
        JsonNode answer = object(body);
        UUID id = id(Problem.text(answer, "fileTransferId"));
        if (id == null) {
            throw new UnreadableAnswerException("the answer holds no fileTransferId");
        }
        return id;
    }

    static List<UUID> ids(byte[] body) throws UnreadableAnswerException {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (IOException e) {
            answer = null;
        }
        if (answer == null || !answer.isArray()) {
            throw new UnreadableAnswerException("the answer is not a JSON array");
        }
        List<UUID> ids = new ArrayList<>();
        for (JsonNode element : answer) {
            UUID id = id(element.asText());
            if (id == null) {
                throw new UnreadableAnswerException("the answer is not a list of file transfer ids");
            }
            ids.add(id);
        }
        return ids;
    }

    /** @param id the transfer that was asked for */
    static FileTransfer overview(UUID id, byte[] body) throws UnreadableAnswerException {
        return overview(id, object(body));
    }

    private static FileTransfer overview(UUID id, JsonNode answer) throws UnreadableAnswerException {
        if (Problem.text(answer, "fileTransferStatus") == null) {
            throw new UnreadableAnswerException("the answer holds no fileTransferStatus");
        }
        UUID told = id(Problem.text(answer, "fileTransferId"));
        if (told != null && !told.equals(id)) {
            throw new UnreadableAnswerException("the answer is about another file transfer");
        }
        List<RecipientState> recipients = new ArrayList<>();
        for (JsonNode recipient : answer.path("recipients")) {
            recipients.add(recipient(recipient, "currentRecipientFileTransferStatus"));
        }
        return new FileTransfer(
                id,
                Problem.text(answer, "resourceId"),
                string(answer, "fileName"),
                Problem.text(answer, "sendersFileTransferReference"),
                Problem.text(answer, "checksum"),
                answer.path("useVirusScan").asBoolean(true),
                answer.path("fileTransferSize").asLong(0),
                FileTransferStatus.of(Problem.text(answer, "fileTransferStatus")),
                Problem.text(answer, "fileTransferStatusText"),
                time(answer, "fileTransferStatusChanged"),
                time(answer, "created"),
                time(answer, "expirationTime"),
                time(answer, "published"),
                Problem.text(answer, "sender"),
                recipients,
                properties(answer.path("propertyList")));
    }

    /** The histories come in any order (altinn-broker 3.9). */
    static FileTransferDetails details(UUID id, byte[] body) throws UnreadableAnswerException {
        JsonNode answer = object(body);
        List<FileTransferDetails.StatusEvent> history = new ArrayList<>();
        for (JsonNode event : answer.path("fileTransferStatusHistory")) {
            history.add(new FileTransferDetails.StatusEvent(
                    FileTransferStatus.of(Problem.text(event, "fileTransferStatus")),
                    Problem.text(event, "fileTransferStatusText"),
                    time(event, "fileTransferStatusChanged")));
        }
        history.sort(Comparator.comparing(FileTransferDetails.StatusEvent::changed, UNKNOWN_FIRST));
        List<RecipientState> recipientHistory = new ArrayList<>();
        for (JsonNode event : answer.path("recipientFileTransferStatusHistory")) {
            recipientHistory.add(recipient(event, "recipientFileTransferStatus"));
        }
        recipientHistory.sort(Comparator.comparing(RecipientState::changed, UNKNOWN_FIRST));
        return new FileTransferDetails(overview(id, answer), history, recipientHistory);
    }

    private static RecipientState recipient(JsonNode node, String prefix) {
        return new RecipientState(
                Problem.text(node, "recipient"),
                RecipientStatus.of(Problem.text(node, prefix + "Code")),
                Problem.text(node, prefix + "Text"),
                time(node, prefix + "Changed"));
    }

    private static Map<String, String> properties(JsonNode node) {
        Map<String, String> properties = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(property ->
                        properties.put(property.getKey(), property.getValue().asText("")));
        return properties;
    }

    private static JsonNode object(byte[] body) throws UnreadableAnswerException {
        JsonNode answer = Problem.object(body);
        if (answer == null) {
            throw new UnreadableAnswerException("the answer is not a JSON object");
        }
        return answer;
    }

    /** As it stands, blanks included: a file may be named so. */
    private static String string(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isTextual() ? value.textValue() : null;
    }

    private static UUID id(String text) {
        if (text == null || text.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** ISO 8601 with up to nine fraction digits; without an offset it is UTC. */
    private static Instant time(JsonNode node, String member) {
        String text = Problem.text(node, member);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return localTime(text);
        }
    }

    private static Instant localTime(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
