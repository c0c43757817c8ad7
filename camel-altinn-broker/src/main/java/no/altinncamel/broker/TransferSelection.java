package no.altinncamel.broker;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.OrganizationNumber;

/** Which transfers a consumer wants, and in which order, by their metadata: the options filter…, and sortBy. */
final class TransferSelection {

    private static final Logger LOG = LoggerFactory.getLogger(TransferSelection.class);

    private static final String REVERSE = "reverse:";
    private static final String IGNORE_CASE = "ignoreCase:";

    private final CamelContext context;
    private final Predicate<FileTransfer> wanted;
    private final Comparator<FileTransfer> order;

    /** @throws IllegalArgumentException if a Simple expression is wrong */
    TransferSelection(CamelContext context, AltinnBrokerConfiguration configuration) {
        this.context = context;
        this.wanted = senders(configuration).and(reference(configuration)).and(filter(configuration));
        this.order = order(configuration.getSortBy());
    }

    Predicate<FileTransfer> wanted() {
        return wanted;
    }

    /** {@code null} for the order in which they come. */
    Comparator<FileTransfer> order() {
        return order;
    }

    private static Predicate<FileTransfer> senders(AltinnBrokerConfiguration configuration) {
        if (configuration.getFilterSenders() == null) {
            return transfer -> true;
        }
        List<OrganizationNumber> senders = ExchangeParameters.split(configuration.getFilterSenders()).stream()
                .map(sender -> OrganizationNumber.parse(sender).orElseThrow())
                .toList();
        return transfer -> transfer.sender() != null
                && OrganizationNumber.parse(transfer.sender())
                        .filter(senders::contains)
                        .isPresent();
    }

    private static Predicate<FileTransfer> reference(AltinnBrokerConfiguration configuration) {
        if (configuration.getFilterReference() == null) {
            return transfer -> true;
        }
        Pattern pattern = Pattern.compile(configuration.getFilterReference());
        return transfer -> transfer.reference() != null
                && pattern.matcher(transfer.reference()).matches();
    }

    private Predicate<FileTransfer> filter(AltinnBrokerConfiguration configuration) {
        if (configuration.getFilter() == null) {
            return transfer -> true;
        }
        org.apache.camel.Predicate filter = predicate(context, "filter", configuration.getFilter());
        return transfer -> filter.matches(exchange(transfer));
    }

    private Comparator<FileTransfer> order(String sortBy) {
        if (sortBy == null) {
            return null;
        }
        List<Comparator<FileTransfer>> keys = new ArrayList<>();
        for (String key : sortBy.split(";")) {
            keys.add(key(key.strip()));
        }
        return keys.stream().reduce(Comparator::thenComparing).orElseThrow();
    }

    private Comparator<FileTransfer> key(String key) {
        if (key.startsWith(REVERSE)) {
            return key(key.substring(REVERSE.length())).reversed();
        }
        boolean ignoreCase = key.startsWith(IGNORE_CASE);
        Expression expression = expression(ignoreCase ? key.substring(IGNORE_CASE.length()) : key);
        return (one, other) -> compare(value(expression, one), value(expression, other), ignoreCase);
    }

    /** What cannot be told of one file shall not hold up the others. */
    private Object value(Expression expression, FileTransfer transfer) {
        try {
            return expression.evaluate(exchange(transfer), Object.class);
        } catch (RuntimeException e) {
            LOG.warn("sortBy failed on file transfer {}, which comes first", transfer.id(), e);
            return null;
        }
    }

    /** Missing values come first, then numbers, then the rest by type: an order in any case. */
    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other, boolean ignoreCase) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        if (ignoreCase) {
            return one.toString().compareToIgnoreCase(other.toString());
        }
        if (one instanceof Number && other instanceof Number) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString()));
        }
        if (one.getClass() == other.getClass()) {
            return one instanceof Comparable<?>
                    ? ((Comparable<Object>) one).compareTo(other)
                    : one.toString().compareTo(other.toString());
        }
        int kinds = Boolean.compare(!(one instanceof Number), !(other instanceof Number));
        return kinds != 0
                ? kinds
                : one.getClass().getName().compareTo(other.getClass().getName());
    }

    private Expression expression(String text) {
        try {
            Expression expression = simple(context).createExpression(text);
            expression.init(context);
            return expression;
        } catch (RuntimeException e) {
            throw wrong("sortBy", text, e);
        }
    }

    /** @throws IllegalArgumentException naming the option */
    static org.apache.camel.Predicate predicate(CamelContext context, String option, String text) {
        try {
            org.apache.camel.Predicate predicate = simple(context).createPredicate(text);
            predicate.init(context);
            return predicate;
        } catch (RuntimeException e) {
            throw wrong(option, text, e);
        }
    }

    private static IllegalArgumentException wrong(String option, String text, RuntimeException cause) {
        return new IllegalArgumentException(
                option + ": '" + text + "' is not a Simple expression - " + cause.getMessage(), cause);
    }

    private static Language simple(CamelContext context) {
        return context.resolveLanguage("simple");
    }

    private Exchange exchange(FileTransfer transfer) {
        Exchange exchange = new DefaultExchange(context);
        TransferHeaders.set(exchange.getMessage(), transfer);
        return exchange;
    }
}
