package no.altinncamel.broker;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.Initialization;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.TransferQuery;

/**
 * What one exchange asks of the producer: the header if there is one, else the option. Header values are taken literally,
 * never as expressions or placeholders, because they may come from outside.
 */
final class ExchangeParameters {

    private final Exchange exchange;
    private final Message message;
    private final AltinnBrokerConfiguration configuration;

    ExchangeParameters(Exchange exchange, AltinnBrokerConfiguration configuration) {
        this.exchange = exchange;
        this.message = exchange.getMessage();
        this.configuration = configuration;
    }

    AltinnBrokerOperation operation() {
        return parsed(
                AltinnBrokerConstants.OPERATION,
                configuration.getOperation(),
                AltinnBrokerOperation::valueOf,
                "one of " + Arrays.toString(AltinnBrokerOperation.values()));
    }

    String resourceId() {
        String resourceId = ConfigurationCheck.bareResourceId(
                text(AltinnBrokerConstants.RESOURCE_ID, configuration.getResourceId()));
        if (!ConfigurationCheck.isResourceId(resourceId)) {
            throw fault(AltinnBrokerConstants.RESOURCE_ID, resourceId, "the bare id of a resource");
        }
        return resourceId;
    }

    UUID fileTransferId() {
        UUID id = parsed(AltinnBrokerConstants.FILE_TRANSFER_ID, null, UUID::fromString, "the UUID of a file transfer");
        if (id != null) {
            return id;
        }
        if (configuration.getFileTransferId() == null) {
            throw new IllegalArgumentException("The operation needs to know the file transfer: set the header "
                    + AltinnBrokerConstants.FILE_TRANSFER_ID + " or the option fileTransferId");
        }
        return UUID.fromString(configuration.getFileTransferId());
    }

    Initialization initialization() {
        return Initialization.builder()
                .resourceId(resourceId())
                .fileName(fileName())
                .reference(reference() == null ? exchange.getExchangeId() : reference())
                .sender(text(AltinnBrokerConstants.SENDER, defaultSender()))
                .recipients(recipients())
                .properties(propertyList())
                .checksum(text(AltinnBrokerConstants.CHECKSUM, null))
                .disableVirusScan(flag(AltinnBrokerConstants.DISABLE_VIRUS_SCAN, configuration.isDisableVirusScan()))
                .build();
    }

    /** Whom the exchange acts for; {@code null} for ourselves. */
    Customer customer() {
        return Customer.of(message, configuration);
    }

    /** The organisation as which the Broker sees the exchange, as far as options and headers tell; else {@code null}. */
    String organization() {
        Customer customer = customer();
        return customer != null ? customer.organization() : configuration.getOrganization();
    }

    private String defaultSender() {
        return configuration.getSender() != null ? configuration.getSender() : organization();
    }

    boolean waitForPublication() {
        return flag(AltinnBrokerConstants.WAIT_FOR_PUBLICATION, configuration.isWaitForPublication());
    }

    TransferQuery query() {
        return new TransferQuery(
                resourceId(),
                parsed(
                        AltinnBrokerConstants.STATUS,
                        configuration.getStatus(),
                        ExchangeParameters::status,
                        "a state such as Published"),
                parsed(
                        AltinnBrokerConstants.RECIPIENT_STATUS,
                        configuration.getRecipientStatus(),
                        ExchangeParameters::recipientStatus,
                        "Initialized, DownloadStarted or DownloadConfirmed"),
                parsed(
                        AltinnBrokerConstants.ROLE,
                        configuration.getRole(),
                        value -> TransferQuery.Role.valueOf(value.toUpperCase(Locale.ROOT)),
                        "Sender or Recipient"),
                time(AltinnBrokerConstants.FROM, configuration.getFrom()),
                time(AltinnBrokerConstants.TO, configuration.getTo()),
                flag(AltinnBrokerConstants.ORDER_ASCENDING, configuration.isOrderAscending()));
    }

    /** The parts of a comma-separated text, without blanks and empty parts. */
    static List<String> split(String text) {
        return Stream.of(text.split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** {@code null} if it is not given. */
    String fileName() {
        String named = text(AltinnBrokerConstants.FILE_NAME, configuration.getFileName());
        if (named != null) {
            return named;
        }
        String common = message.getHeader(Exchange.FILE_NAME, String.class);
        return common == null
                ? null
                : common.substring(Math.max(common.lastIndexOf('/'), common.lastIndexOf('\\')) + 1);
    }

    /** By which the same file is known when it is offered again; {@code null} if nobody has said. */
    String reference() {
        String reference = text(
                AltinnBrokerConstants.SENDERS_FILE_TRANSFER_REFERENCE, configuration.getSendersFileTransferReference());
        if (reference == null && configuration.isSendOnce()) {
            throw new IllegalArgumentException(
                    "sendOnce knows a file by its reference and MD5: set the header "
                            + AltinnBrokerConstants.SENDERS_FILE_TRANSFER_REFERENCE
                            + " to something that is the same whenever the same file is offered, such as its path or the number of the case");
        }
        return reference;
    }

    private List<String> recipients() {
        Object header = message.getHeader(AltinnBrokerConstants.RECIPIENTS);
        if (header instanceof Collection<?> collection) {
            return collection.stream().map(String::valueOf).toList();
        }
        if (header instanceof Object[] array) {
            return Stream.of(array).map(String::valueOf).toList();
        }
        String text = header == null ? configuration.getRecipients() : header.toString();
        return text == null ? List.of() : split(text);
    }

    private Map<String, String> propertyList() {
        Object header = message.getHeader(AltinnBrokerConstants.PROPERTY_LIST);
        if (header != null && !(header instanceof Map)) {
            throw fault(AltinnBrokerConstants.PROPERTY_LIST, header.getClass().getName(), "a Map of names and values");
        }
        Map<?, ?> source = header == null ? configuration.getProperties() : (Map<?, ?>) header;
        Map<String, String> properties = new LinkedHashMap<>();
        if (source != null) {
            source.forEach(
                    (name, value) -> properties.put(String.valueOf(name), value == null ? null : value.toString()));
        }
        return properties;
    }

    private String text(String header, String option) {
        Object value = message.getHeader(header);
        return value == null ? option : value.toString();
    }

    private boolean flag(String header, boolean option) {
        return parsed(
                header,
                option,
                value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(value);
                },
                "true or false");
    }

    private Instant time(String header, String option) {
        return parsed(
                header,
                option == null ? null : instant(option),
                ExchangeParameters::instant,
                "a time with offset such as 2026-01-31T12:00:00Z");
    }

    /** Takes the text of an Instant and of an OffsetDateTime, too. */
    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static FileTransferStatus status(String text) {
        return known(FileTransferStatus.of(text), FileTransferStatus.UNKNOWN);
    }

    private static RecipientStatus recipientStatus(String text) {
        return known(RecipientStatus.of(text), RecipientStatus.UNKNOWN);
    }

    private static <T> T known(T value, T unknown) {
        if (value == unknown) {
            throw new IllegalArgumentException("unknown");
        }
        return value;
    }

    private <T> T parsed(String header, T option, Function<String, T> parser, String expected) {
        Object value = message.getHeader(header);
        if (value == null) {
            return option;
        }
        try {
            return parser.apply(value.toString());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw fault(header, value, expected);
        }
    }

    static IllegalArgumentException fault(String header, Object value, String expected) {
        return new IllegalArgumentException(
                "The header " + header + " has the value '" + value + "'; it takes " + expected);
    }
}
