;;! fault A component
;;! group structure
;;! load => refused component "this is a component"
(component)
