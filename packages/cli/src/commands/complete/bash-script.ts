/**
 * The completion script for bash. It evaluates neither the typed words nor the candidates, and needs no other package.
 * A last line `:0` allows file names. The bash of macOS (3.2) has no `compopt`: there, file names are completed if there
 * are no candidates.
 */
export const bashScript = `# bash completion for sms
_sms_complete() {
    local line=\${COMP_LINE:0:COMP_POINT} value description
    local -a words
    read -ra words <<< "$line"
    # After a space a new word begins.
    if [[ $line == *[[:space:]] ]]; then words+=(''); fi
    COMPREPLY=()
    while IFS=$'\\t' read -r value description; do
        case $value in
            :0) if type compopt &>/dev/null; then compopt -o default; fi ;;
            :*) ;;
            *) COMPREPLY+=("$value") ;;
        esac
    done < <(sms complete -- "\${words[@]:1}" 2>/dev/null)
}
if type compopt &>/dev/null; then
    complete -F _sms_complete sms
else
    complete -o default -F _sms_complete sms
fi
`
